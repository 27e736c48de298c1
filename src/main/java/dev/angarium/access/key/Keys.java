package dev.angarium.access.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.angarium.access.Caller;
import dev.angarium.access.Rights;
import dev.angarium.access.Role;
import dev.angarium.crypto.Bytes;
import dev.angarium.crypto.Sha256;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Signs callers in by API key. What the store said is kept for a few seconds, bounded, unknown keys as well; a key that
 * is revoked on this node is forgotten at once. Only hashes are kept and compared.
 */
public final class Keys {
    static final int CACHED_MAX = 10_000;
    static final Duration CACHED_FOR = Duration.ofSeconds(3);

    private static final String DEFAULT_TENANT = "default";

    private final KeyStore store;
    private final byte[] adminHash;
    private final Time time;
    private final Cache<String, Optional<KnownKey>> known;
    private final Cache<String, OptionalInt> tenants;
    /** Counts forgettings: a lookup that began before one must not be kept after it. */
    private final AtomicLong forgotten = new AtomicLong();

    /** @param adminKey the super_admin's */
    public Keys(KeyStore store, String adminKey, Time time) {
        this.store = store;
        this.adminHash = Sha256.of(adminKey);
        this.time = time;
        this.known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(CACHED_MAX)
                .expireAfterWrite(CACHED_FOR)
                .ticker(time::nanos)
                .build();
        this.tenants = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(CACHED_MAX)
                .expireAfterWrite(CACHED_FOR)
                .ticker(time::nanos)
                .build();
    }

    /**
     * @param key what the request carries; empty where it carries none
     * @param tenantId the tenant the request names, if it does
     */
    public Future<SignIn> signIn(String key, Optional<String> tenantId) {
        var hash = Sha256.of(key);
        if (Bytes.sameSecret(hash, adminHash)) {
            return asAdmin(tenantId.orElse(DEFAULT_TENANT));
        }
        return key.isEmpty()
                ? Future.succeededFuture(new SignIn.Refused())
                : find(hash).map(found -> asKey(found, tenantId));
    }

    /** A key was revoked or changed. */
    public void forget(String keyId) {
        forgotten.incrementAndGet();
        known.asMap()
                .values()
                .removeIf(key -> key.map(KnownKey::id).filter(keyId::equals).isPresent());
    }

    private Future<SignIn> asAdmin(String tenantId) {
        return tenant(tenantId)
                .map(no -> no.isEmpty()
                        ? new SignIn.NoTenant()
                        : new SignIn.As(new Caller("admin", no.getAsInt(), tenantId, Rights.of(Role.SUPER_ADMIN))));
    }

    private SignIn asKey(Optional<KnownKey> found, Optional<String> tenantId) {
        var key = found.filter(known -> known.validAt(time.millis()));
        if (key.isEmpty()) {
            return new SignIn.Refused();
        }
        var owner = key.get();
        return tenantId.filter(named -> !named.equals(owner.tenantId())).isPresent()
                ? new SignIn.NoTenant()
                : new SignIn.As(new Caller("key:" + owner.id(), owner.tenantNo(), owner.tenantId(), owner.rights()));
    }

    private Future<Optional<KnownKey>> find(byte[] hash) {
        var name = HexFormat.of().formatHex(hash);
        var cached = known.getIfPresent(name);
        if (cached != null) {
            return Future.succeededFuture(cached);
        }
        var began = forgotten.get();
        return store.find(hash).onSuccess(found -> {
            if (forgotten.get() == began) {
                known.put(name, found);
            }
        });
    }

    private Future<OptionalInt> tenant(String id) {
        var cached = tenants.getIfPresent(id);
        if (cached != null) {
            return Future.succeededFuture(cached);
        }
        return store.tenant(id).onSuccess(no -> {
            if (no.isPresent()) { // an unknown one may be made any moment
                tenants.put(id, no);
            }
        });
    }
}
