package dev.angarium.dispatch;

import dev.angarium.format.Format;
import dev.angarium.tenant.Subscription;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Where a subscription's deliveries go and how they are signed, computed once. Immutable: the headers are copied into
 * each request.
 *
 * @param headers the subscriber's own, which never win over ours
 * @param keys of the signatures, the current first
 */
record Recipient(String url, MultiMap headers, List<Key> keys, Format format, Duration timeout) {
    private static final String DEFAULT_FORMAT = "native";
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    static Recipient of(Subscription subscription) {
        var headers = HttpHeaders.headers();
        subscription.headers().forEach(headers::add);
        return new Recipient(
                subscription.url(),
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
        return new Recipient(otherUrl, headers, keys, format, timeout);
    }

    /** scheme://host:port, so that two spellings of one endpoint share its limits. */
    static String endpoint(String url) {
        var uri = URI.create(url);
        var port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS : HTTP;
        return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    }
}
