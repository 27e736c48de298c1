package dev.angarium.dispatch;

import dev.angarium.format.Format;
import dev.angarium.tenant.Subscription;
import dev.angarium.web.client.EncodedRequest;
import dev.angarium.web.client.Target;
import dev.angarium.web.wire.HeaderName;
import dev.angarium.web.wire.RequestHead;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a subscription's deliveries go and how they are signed, computed once.
 *
 * @param own the subscriber's own headers, without those that are ours
 * @param head what every request begins with; copied into each
 * @param keys of the signatures, the current first
 */
record Recipient(
        Target target, Map<String, String> own, RequestHead head, List<Key> keys, Format format, Duration timeout) {
    private static final String DEFAULT_FORMAT = "native";

    /** @param ours names of headers, in lower case, that a subscriber's own never win over */
    static Recipient of(Subscription subscription, Set<String> ours) {
        var own = new TreeMap<String, String>();
        subscription.headers().forEach((name, value) -> {
            if (!ours.contains(name.toLowerCase(Locale.ROOT))) {
                own.put(name, value);
            }
        });
        var target = targetOf(subscription.url());
        return new Recipient(
                target,
                own,
                headOf(target, own),
                subscription.secrets().stream().map(Signatures::key).toList(),
                formatOf(subscription),
                subscription.timeout());
    }

    private static RequestHead headOf(Target target, Map<String, String> own) {
        var head = EncodedRequest.head("POST", target);
        own.forEach((name, value) -> head.add(HeaderName.of(name), value));
        return head;
    }

    /** A name that this release does not know (an older node in an upgrade) is delivered in the default shape. */
    private static Format formatOf(Subscription subscription) {
        return Format.named(subscription.format())
                .or(() -> Format.named(DEFAULT_FORMAT))
                .orElseThrow();
    }

    /** The same subscriber at another address. */
    Recipient at(String otherUrl) {
        var other = targetOf(otherUrl);
        return new Recipient(other, own, headOf(other, own), keys, format, timeout);
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
