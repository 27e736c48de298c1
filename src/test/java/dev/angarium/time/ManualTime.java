package dev.angarium.time;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until a test moves it. Timers that are due run in order of their due time: on the Vert.x
 * context that set them, or in {@link #forward} itself where there was none.
 */
public final class ManualTime implements Time {
    private static final long START_MILLIS = 1_767_225_600_000L; // 2026-01-01T00:00:00Z

    private final PriorityQueue<Entry> timers = new PriorityQueue<>();
    private long nanos;
    private long wallOffsetMillis = START_MILLIS;
    private long order;

    @Override
    public synchronized long millis() {
        return wallOffsetMillis + nanos / 1_000_000;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable action) {
        return add(delay, null, action);
    }

    @Override
    public synchronized Timer every(Duration period, Runnable action) {
        return add(period, period, action);
    }

    /** Moves both clocks and runs what falls due on the way. */
    public void forward(Duration span) {
        long target;
        synchronized (this) {
            target = nanos + span.toNanos();
        }
        for (var due = nextUpTo(target); due != null; due = nextUpTo(target)) {
            due.run();
        }
        synchronized (this) {
            nanos = target;
        }
    }

    /** Moves the wall clock alone, as an operator or NTP would. */
    public synchronized void jumpWall(Duration span) {
        wallOffsetMillis += span.toMillis();
    }

    /** How many timers are set. */
    public synchronized int pending() {
        return timers.size();
    }

    private Timer add(Duration delay, @Nullable Duration period, Runnable action) {
        var entry = new Entry(nanos + delay.toNanos(), order++, period, action, Vertx.currentContext());
        timers.add(entry);
        return () -> {
            synchronized (this) {
                entry.cancelled = true;
                timers.remove(entry);
            }
        };
    }

    private synchronized @Nullable Entry nextUpTo(long target) {
        var head = timers.peek();
        if (head == null || head.at > target) {
            return null;
        }
        timers.remove();
        nanos = Math.max(nanos, head.at);
        if (head.period != null) {
            head.at += head.period.toNanos();
            timers.add(head);
        }
        return head;
    }

    private static final class Entry implements Comparable<Entry> {
        private final long order;
        private final @Nullable Duration period;
        private final Runnable action;
        private final @Nullable Context context;
        private long at;
        private volatile boolean cancelled;

        Entry(long at, long order, @Nullable Duration period, Runnable action, @Nullable Context context) {
            this.at = at;
            this.order = order;
            this.period = period;
            this.action = action;
            this.context = context;
        }

        void run() {
            if (context == null) {
                runUnlessCancelled();
            } else {
                context.runOnContext(go -> runUnlessCancelled());
            }
        }

        private void runUnlessCancelled() {
            if (!cancelled) {
                action.run();
            }
        }

        @Override
        public int compareTo(Entry other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }
}
