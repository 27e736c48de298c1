package dev.angarium.lane.engine;

import dev.angarium.event.EventReader;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.guard.ByteBudget;
import dev.angarium.lane.guard.Home;
import dev.angarium.lane.guard.Reads;
import dev.angarium.lane.guard.Schedule;
import dev.angarium.lane.window.LaneLimits;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.value.DeliveryLog;
import dev.angarium.time.Time;
import java.util.random.RandomGenerator;

/** What every lane of one context uses. */
record Parts(
        Home home,
        Time time,
        SteadyClock clock,
        RandomGenerator random,
        EventReader reader,
        Reads reads,
        LaneMetrics metrics,
        LaneLimits limits,
        ByteBudget memory,
        Schedule schedule,
        BreakerSettings breaker,
        DeliveryLog log) {

    /**
     * Wall time that follows the wall clock's corrections but not its jumps: ten years forward must not park everything
     * as too old.
     */
    static final class SteadyClock {
        private static final long CORRECTION_MILLIS = 15 * 60 * 1000;

        private final Time time;
        private long wallMillis;
        private long nanos;

        SteadyClock(Time time) {
            this.time = time;
            this.wallMillis = time.millis();
            this.nanos = time.nanos();
        }

        long millis() {
            return wallMillis + (time.nanos() - nanos) / 1_000_000;
        }

        /** Takes over the wall clock's time if that is about the same. */
        void correct() {
            var wall = time.millis();
            if (Math.abs(wall - millis()) <= CORRECTION_MILLIS) {
                wallMillis = wall;
                nanos = time.nanos();
            }
        }
    }
}
