package dev.angarium.time;

import java.time.Duration;

/** The only door to the clock and to timers. A timer runs on the Vert.x context that asked for it. */
public interface Time {
    /** Wall clock, milliseconds since the epoch; may jump both ways. Never used to measure a span. */
    long millis();

    /** Monotonic nanoseconds with an arbitrary zero; for spans, deadlines and delays. */
    long nanos();

    /** Runs the action once, no sooner than after the delay (rounded up to a millisecond). */
    Timer after(Duration delay, Runnable action);

    /** Runs the action again and again, one period apart, until cancelled. */
    Timer every(Duration period, Runnable action);

    /** A timer that has been set. */
    interface Timer {
        /** Idempotent; harmless after the timer has run. */
        void cancel();
    }
}
