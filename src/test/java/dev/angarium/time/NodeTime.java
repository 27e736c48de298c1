package dev.angarium.time;

import java.time.Duration;

/** The world's time as one simulated node has it: its timers end with it. */
public final class NodeTime implements Time {
    private final Time time;
    private boolean ended;

    public NodeTime(Time time) {
        this.time = time;
    }

    /** The node is gone: nothing it has set runs any more. */
    public void end() {
        ended = true;
    }

    @Override
    public long millis() {
        return time.millis();
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        return time.after(delay, () -> runUnlessEnded(action));
    }

    @Override
    public Timer every(Duration period, Runnable action) {
        return time.every(period, () -> runUnlessEnded(action));
    }

    private void runUnlessEnded(Runnable action) {
        if (!ended) {
            action.run();
        }
    }
}
