package dev.angarium.inbox.simple;

import dev.angarium.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How far the projection of simple messages is, as its writes tell it over the event bus: whoever waits for a number is
 * woken by the write that reaches it, on whatever node that happens. Shared by all event loops.
 */
public final class SimpleProgress {
    static final Duration PATIENCE = Duration.ofSeconds(1);
    static final int WAITERS_MAX = 1000;
    private static final String ADDRESS = "inbox.simple.progress";

    private final Vertx vertx;
    private final Time time;
    private final AtomicLong known = new AtomicLong();
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

    private SimpleProgress(Vertx vertx, Time time) {
        this.vertx = vertx;
        this.time = time;
    }

    /** One a node; it hears of all writes from now on. */
    public static SimpleProgress on(Vertx vertx, Time time) {
        var progress = new SimpleProgress(vertx, time);
        vertx.eventBus().<Long>consumer(ADDRESS, message -> progress.learned(message.body()));
        return progress;
    }

    /** All up to this number is written. */
    void reached(long seq) {
        vertx.eventBus().publish(ADDRESS, seq);
    }

    /** The same, known from elsewhere, for this node alone. */
    void learned(long seq) {
        known.accumulateAndGet(seq, Math::max);
        waiters.forEach(this::wakeIfReached);
    }

    boolean has(long seq) {
        return known.get() >= seq;
    }

    /** Done once that number is reached, or after a second; at once where too many wait already. Called on a context. */
    Future<Void> await(long seq) {
        if (has(seq) || waiters.size() >= WAITERS_MAX) {
            return Future.succeededFuture();
        }
        var waiter = new Waiter(seq, Vertx.currentContext(), Promise.promise());
        var patience = time.after(PATIENCE, waiter::wake);
        waiters.add(waiter);
        wakeIfReached(waiter);
        return waiter.woken().future().onComplete(woken -> {
            patience.cancel();
            waiters.remove(waiter);
        });
    }

    /** How many wait. */
    int waiting() {
        return waiters.size();
    }

    private void wakeIfReached(Waiter waiter) {
        if (has(waiter.seq())) {
            waiter.wake();
        }
    }

    private record Waiter(long seq, @Nullable Context context, Promise<Void> woken) {
        /** On the context that waits, since its answer is written there. */
        void wake() {
            if (context == null) {
                woken.tryComplete();
            } else {
                context.runOnContext(here -> woken.tryComplete());
            }
        }
    }
}
