package dev.angarium.dispatch.replay;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a job is. Counts are events.
 *
 * @param kind {@value #RANGE} or {@value #DEAD_LETTERS}
 * @param state queued, running, done or failed
 * @param total how many there are to deliver
 * @param done how many were delivered
 * @param failed how many were parked once more, or given up because the subscription is no more
 */
public record ReplayJob(
        String id,
        String kind,
        String state,
        long total,
        long done,
        long failed,
        Instant createdAt,
        Optional<Instant> finishedAt) {
    public static final String RANGE = "replay";
    public static final String DEAD_LETTERS = "dead_letters";
}
