package dev.angarium.lane.guard;

import dev.angarium.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Steps a second of one consumer over all its lanes; who has to wait goes in order. */
public final class Pace {
    private static final double NANOS = 1e9;
    private static final int BURSTS_PER_SECOND = 10;

    private final Time time;
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
    private int perSecond;
    private double tokens = 1;
    private long refilledAt;
    private Time.@Nullable Timer timer;
    private boolean granting;

    /** @param perSecond 0 for no limit */
    public Pace(Time time, int perSecond) {
        this.time = time;
        this.perSecond = perSecond;
        this.refilledAt = time.nanos();
    }

    public void limit(int stepsPerSecond) {
        perSecond = stepsPerSecond;
        grant();
    }

    /** Whether a step may be made now. If not, the turn is called once it may; a turn waits at most once. */
    public boolean ready(Turn turn) {
        if (perSecond == 0) {
            return true;
        }
        refill();
        if (tokens >= 1 && (granting || waiting.isEmpty())) {
            return true;
        }
        waiting.add(turn);
        arm();
        return false;
    }

    /** A step is made. */
    public void take() {
        if (perSecond > 0) {
            tokens -= 1;
        }
    }

    /** Nobody needs it any more. */
    public void close() {
        waiting.clear();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void refill() {
        var now = time.nanos();
        var burst = Math.max(1, perSecond / BURSTS_PER_SECOND);
        tokens = Math.min(burst, tokens + (now - refilledAt) / NANOS * perSecond);
        refilledAt = now;
    }

    private void arm() {
        if (timer == null && !waiting.isEmpty()) {
            var nanos = (long) Math.ceil(Math.max(0, 1 - tokens) / perSecond * NANOS);
            timer = time.after(Duration.ofNanos(nanos + 1), this::due);
        }
    }

    private void due() {
        timer = null;
        grant();
    }

    private void grant() {
        if (granting) {
            return;
        }
        granting = true;
        refill();
        for (var left = waiting.size(); left > 0 && !waiting.isEmpty() && (perSecond == 0 || tokens >= 1); left--) {
            waiting.remove().paceGranted();
        }
        granting = false;
        if (perSecond > 0) {
            arm();
        }
    }
}
