package dev.angarium.dispatch;

import dev.angarium.format.Format;
import dev.angarium.tenant.Subscription;
import dev.angarium.web.client.Target;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.security.Key;
import java.time.Duration;
import java.util.List;

/**
 * Where a subscription's deliveries go and how they are signed, computed once. Immutable: the headers are copied into
 * each request.
 *
 * @param headers the subscriber's own, which never win over ours
 * @param keys of the signatures, the current first
 */
record Recipient(Target target, MultiMap headers, List<Key> keys, Format format, Duration timeout) {
    private static final String DEFAULT_FORMAT = "native";

    static Recipient of(Subscription subscription) {
        var headers = HttpHeaders.headers();
        subscription.headers().forEach(headers::add);
        return new Recipient(
                targetOf(subscription.url()),
                headers,
                subscription.secrets().stream().map(Signatures::key).toList(),
                formatOf(subscription),
                subscription.timeout());
    }

    /** A name that this release does not know (an older node in an upgrade) is delivered in the default shape. */
    private static Format formatOf(Subscription subscription) {
        return Format.named(subscription.format())
                .or(() -> Format.named(DEFAULT_FORMAT))
                .orElseThrow();
    }

    /** The same subscriber at another address. */
    Recipient at(String otherUrl) {
        return new Recipient(targetOf(otherUrl), headers, keys, format, timeout);
    }

    /** scheme://host:port, so that two spellings of one endpoint share its limits. */
    String endpoint() {
        var host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
        return (target.tls() ? "https://" : "http://") + host + ":" + target.port();
    }

    private static Target targetOf(String url) {
        return Target.parse(url).orElseThrow(() -> new IllegalArgumentException("the URL cannot be called"));
    }
}
