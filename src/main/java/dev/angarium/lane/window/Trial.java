package dev.angarium.lane.window;

import dev.angarium.lane.Attempt;
import dev.angarium.time.Time;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tries of the events at the head of a strand. */
public final class Trial {
    private static final int TRIED_MAX = 20;

    private final ArrayDeque<Attempt> tried = new ArrayDeque<>(4);
    private int count;
    private int attempts;
    private long dueAt;
    private boolean due = true;
    private Time.@Nullable Timer timer;

    public Trial(int count) {
        this.count = count;
    }

    /** As it was written before a restart. */
    public Trial(int count, int attempts, List<Attempt> tried) {
        this(count);
        this.attempts = attempts;
        this.tried.addAll(tried);
    }

    public void add(Attempt attempt, boolean usedUp) {
        if (tried.size() == TRIED_MAX) {
            tried.remove();
        }
        tried.add(attempt);
        attempts += usedUp ? 1 : 0;
    }

    /** Events that are tried, settled and parked together. */
    public int count() {
        return count;
    }

    /** So many were tried together: fewer than before where the rest is not at hand. */
    public void count(int tried) {
        count = tried;
    }

    /** Whether there was an attempt, used up or not. */
    public boolean wasTried() {
        return attempts > 0 || !tried.isEmpty();
    }

    /** Used up so far. */
    public int attempts() {
        return attempts;
    }

    public List<Attempt> tried() {
        return List.copyOf(tried);
    }

    /** Monotonic nanoseconds; means something only while it is not due. */
    public long dueAt() {
        return dueAt;
    }

    public boolean isDue() {
        return due;
    }

    public void waitUntil(long nanos) {
        dueAt = nanos;
        due = false;
    }

    /** The timer that ends the wait. */
    public void armed(Time.Timer wake) {
        timer = wake;
    }

    /** The wait is over. */
    public void wake() {
        due = true;
        disarm();
    }

    public void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
