package dev.angarium.observe;

import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Notices blocked event loops by their own heartbeat: each loop notes the time every 100 ms, whoever asks (a probe on
 * another loop, the metrics on a worker) sees how old the oldest note is.
 */
public final class LoopWatch {
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final long BLOCKED_NANOS = Duration.ofSeconds(1).toNanos();

    private final Time time;
    private final NodeMetrics metrics;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    public LoopWatch(Time time, NodeMetrics metrics) {
        this.time = time;
        this.metrics = metrics;
        metrics.loopDelay(() -> longestDelay() / 1e9);
    }

    /** Watches the loop of the calling context, until the returned timer is cancelled. */
    public Time.Timer watch() {
        var loop = new Loop(time.nanos());
        loops.add(loop);
        var timer = time.every(BEAT, () -> beat(loop));
        return () -> {
            timer.cancel();
            loops.remove(loop);
        };
    }

    /** False while any watched loop has been silent for a second. */
    public boolean free() {
        return longestDelay() < BLOCKED_NANOS;
    }

    private void beat(Loop loop) {
        var now = time.nanos();
        if (now - loop.seen >= BLOCKED_NANOS) {
            metrics.loopBlocked();
        }
        loop.seen = now;
    }

    private long longestDelay() {
        var now = time.nanos();
        return loops.stream()
                .mapToLong(loop -> Math.max(0, now - loop.seen - BEAT.toNanos()))
                .max()
                .orElse(0);
    }

    private static final class Loop {
        private volatile long seen;

        Loop(long seen) {
            this.seen = seen;
        }
    }
}
