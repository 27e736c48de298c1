package dev.angarium.lane.window;

import dev.angarium.settings.DeliverySettings;
import java.time.Duration;

/**
 * How much of everything.
 *
 * @param laneEvents events one lane holds in memory (TRANSPORT_BUFFER_SIZE)
 * @param lanesMaxBytes events all lanes hold (LANES_MAX_BYTES)
 * @param pending events a lane without instance order may have open, and so settled ranges it may have beside its cursor
 * @param chats of a lane at once, in order by chat
 * @param reads of the log at once
 * @param readEvents in one read, where most turn out to be unwanted
 * @param readBytes in one read
 * @param lanes in memory
 * @param page instances or cursors in one query
 * @param retryAfterMax longest Retry-After that is honoured
 * @param flushEvery longest time progress waits to be written
 * @param flushLanes cursors in one flush
 * @param unflushed attempt rows waiting to be written before lanes pause
 * @param parkedPerLane dead letters of one lane waiting to be written before it pauses
 * @param flushBytes of dead letters in one flush
 * @param tick how often ages and backlogs are looked at
 * @param rescan how soon lanes that found no room are looked for again
 * @param sweep how often all lanes that are behind are looked for, in case word of an event was lost
 */
public record LaneLimits(
        int laneEvents,
        long lanesMaxBytes,
        int pending,
        int chats,
        int reads,
        int readEvents,
        long readBytes,
        int lanes,
        int page,
        Duration retryAfterMax,
        Duration flushEvery,
        int flushLanes,
        int unflushed,
        int parkedPerLane,
        long flushBytes,
        Duration tick,
        Duration rescan,
        Duration sweep) {

    public static LaneLimits of(DeliverySettings settings) {
        return new LaneLimits(
                settings.laneEvents(),
                settings.lanesMaxBytes(),
                1000,
                10,
                4,
                1000,
                1 << 20,
                50_000,
                500,
                Duration.ofHours(1),
                Duration.ofMillis(100),
                2000,
                10_000,
                32,
                4 << 20,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }
}
