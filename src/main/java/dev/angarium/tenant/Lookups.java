package dev.angarium.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers of a store, kept for a while, bounded. Callers who ask at once share one read. What the store does not have is
 * kept more briefly. A read that began before its key was forgotten is not kept.
 */
final class Lookups<K, V> {
    static final Duration KEPT = Duration.ofSeconds(30);
    static final Duration ABSENT_KEPT = Duration.ofSeconds(3);

    private final Cache<K, Entry<V>> entries;

    Lookups(int most, Time time) {
        this.entries = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(most)
                .ticker(time::nanos)
                .expireAfter(Expiry.<K, Entry<V>>writing((key, entry) -> entry.kept()))
                .build();
    }

    Future<Optional<V>> get(K key, Function<K, Future<Optional<V>>> read) {
        var entry = entries.getIfPresent(key);
        if (entry instanceof Ready<V> ready) {
            return Future.succeededFuture(ready.value());
        }
        if (entry instanceof Pending<V> pending) {
            return onCallersContext(pending.value());
        }
        return load(key, read);
    }

    void forget(K key) {
        entries.invalidate(key);
    }

    void forgetKeys(Predicate<K> which) {
        entries.asMap().keySet().removeIf(which);
    }

    void forgetIf(Predicate<V> which) {
        entries.asMap()
                .values()
                .removeIf(entry -> entry instanceof Pending<V>
                        || (entry instanceof Ready<V> ready
                                && ready.value().filter(which).isPresent()));
    }

    private Future<Optional<V>> load(K key, Function<K, Future<Optional<V>>> read) {
        var promise = Promise.<Optional<V>>promise();
        var pending = new Pending<V>(promise.future());
        var other = entries.asMap().putIfAbsent(key, pending);
        if (other != null) {
            return get(key, read);
        }
        return read.apply(key)
                .onSuccess(value -> entries.asMap().replace(key, pending, new Ready<>(value)))
                .onFailure(failure -> entries.asMap().remove(key, pending))
                .onComplete(promise);
    }

    /** Another loop's read ends on that loop; what the caller does next belongs on the caller's. */
    private Future<Optional<V>> onCallersContext(Future<Optional<V>> shared) {
        var context = Vertx.currentContext();
        if (context == null) {
            return shared;
        }
        var promise = Promise.<Optional<V>>promise();
        shared.onComplete(result -> context.runOnContext(go -> promise.handle(result)));
        return promise.future();
    }

    private interface Entry<V> {
        Duration kept();
    }

    /** Told apart by identity: two reads of the same key are not the same read. */
    private static final class Pending<V> implements Entry<V> {
        private final Future<Optional<V>> value;

        Pending(Future<Optional<V>> value) {
            this.value = value;
        }

        Future<Optional<V>> value() {
            return value;
        }

        @Override
        public Duration kept() {
            return KEPT;
        }
    }

    private record Ready<V>(Optional<V> value) implements Entry<V> {
        @Override
        public Duration kept() {
            return value.isPresent() ? KEPT : ABSENT_KEPT;
        }
    }
}
