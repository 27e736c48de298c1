package dev.angarium.lane;

import java.time.Duration;
import java.util.List;

/**
 * How a consumer wants its lanes run.
 *
 * @param ordering what waits for what
 * @param concurrency steps at once per lane; means something only without order
 * @param batch the most events of one lane in a step, 1 to 100
 * @param maxAttempts tries before an event is parked
 * @param delays before each try; shorter than maxAttempts: the last repeats; jitter of 0 to 20 % is added
 * @param maxAge an event older than this at the head of a lane is parked, whatever the breaker says
 * @param perSecond steps a second over all lanes of the consumer; 0 for no limit
 */
public record LaneRules(
        Ordering ordering,
        int concurrency,
        int batch,
        int maxAttempts,
        List<Duration> delays,
        Duration maxAge,
        int perSecond) {}
