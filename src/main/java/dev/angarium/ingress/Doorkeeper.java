package dev.angarium.ingress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.signature.Scheme;
import dev.angarium.provider.signature.SchemeConfig;
import dev.angarium.provider.signature.Schemes;
import dev.angarium.provider.signature.SigningSecret;
import dev.angarium.provider.signature.Verdict;
import dev.angarium.tenant.ConnectionRef;
import dev.angarium.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.function.Supplier;

/** Checks signatures by each connection's own scheme, made once for as long as the connection stays as it is. */
final class Doorkeeper {
    private static final int SCHEMES_MAX = 10_000;
    private static final Duration UNUSED_KEPT = Duration.ofMinutes(1);

    private final Supplier<String> publicUrl;
    private final Cache<Integer, Known> schemes;

    /** A scheme and what it was made of. */
    private record Known(ConnectionRef connection, Scheme scheme) {}

    /** @param publicUrl how the node is called from outside: some providers sign it */
    Doorkeeper(Supplier<String> publicUrl, Time time) {
        this.publicUrl = publicUrl;
        schemes = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(SCHEMES_MAX)
                .expireAfterAccess(UNUSED_KEPT)
                .ticker(time::nanos)
                .build();
    }

    /**
     * What the connection's scheme says. Where the address is all the proof there is, it has to be the connection's own.
     *
     * @param ownAddress whether the webhook came over the connection's own address
     */
    Verdict check(ConnectionRef connection, Webhook webhook, boolean ownAddress) {
        var scheme = schemeOf(connection);
        return scheme.needsOwnAddress() && !ownAddress ? Verdict.ABSENT : scheme.verify(webhook);
    }

    private Scheme schemeOf(ConnectionRef connection) {
        var known = schemes.getIfPresent(connection.no());
        if (known != null && known.connection.equals(connection)) {
            return known.scheme;
        }
        var scheme = make(connection);
        schemes.put(connection.no(), new Known(connection, scheme));
        return scheme;
    }

    private Scheme make(ConnectionRef connection) {
        var secrets = connection.secrets().stream().map(Doorkeeper::secret).toList();
        var options = new HashMap<>(connection.options());
        options.put(SchemeConfig.PUBLIC_URL, publicUrl.get());
        return Schemes.ready(new SchemeConfig(connection.scheme(), secrets, options))
                .orElseThrow(() -> new IllegalStateException("the stored scheme of a connection is not sound"));
    }

    private static SigningSecret secret(ConnectionRef.Secret stored) {
        var until = stored.validUntil().map(Instant::toEpochMilli).orElse(SigningSecret.FOREVER);
        return SigningSecret.of(stored.value()).onlyFor(stored.use()).until(until);
    }
}
