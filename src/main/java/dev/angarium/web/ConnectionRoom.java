package dev.angarium.web;

import dev.angarium.observe.metrics.HttpMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * MAX_CONNECTIONS: what a node's clients may hold open at once, since each costs it a descriptor and some memory. Shared
 * by all event loops, without a lock.
 */
public final class ConnectionRoom {
    private static final double CROWDED = 0.75;
    private static final Duration IDLE_WHEN_CROWDED = Duration.ofSeconds(5);

    private final int most;
    private final HttpMetrics metrics;
    private final AtomicInteger open = new AtomicInteger();

    public ConnectionRoom(int most, HttpMetrics metrics) {
        this.most = most;
        this.metrics = metrics;
        metrics.connections(open::get);
    }

    /** @return false where there is no room for one more; what came in goes out by {@link #leave} */
    boolean enter() {
        if (open.incrementAndGet() <= most) {
            return true;
        }
        open.decrementAndGet();
        metrics.connectionRefused();
        return false;
    }

    void leave() {
        open.decrementAndGet();
    }

    /** How long a connection may idle: the fewer places are left, the shorter, so that those who ask find one. */
    Duration idle(Duration usual) {
        return isCrowded() && usual.compareTo(IDLE_WHEN_CROWDED) > 0 ? IDLE_WHEN_CROWDED : usual;
    }

    private boolean isCrowded() {
        return open.get() >= most * CROWDED;
    }
}
