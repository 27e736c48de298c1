package dev.angarium.lane.engine;

import dev.angarium.event.EventReader;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.guard.ByteBudget;
import dev.angarium.lane.guard.Home;
import dev.angarium.lane.guard.Reads;
import dev.angarium.lane.guard.Schedule;
import dev.angarium.lane.window.LaneLimits;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.DeliveryLog;
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

    /** Wall time that does not follow the wall clock's jumps: ten years forward must not park everything as too old. */
    record SteadyClock(Time time, long wallMillis, long nanos) {
        static SteadyClock startingAt(Time time) {
            return new SteadyClock(time, time.millis(), time.nanos());
        }

        long millis() {
            return wallMillis + (time.nanos() - nanos) / 1_000_000;
        }
    }
}
