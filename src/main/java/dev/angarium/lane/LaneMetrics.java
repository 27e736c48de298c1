package dev.angarium.lane;

import java.util.Map;

/** What lanes tell the metrics. Called on the lanes' context; must be cheap and must not fail. */
public interface LaneMetrics {
    LaneMetrics NONE = new LaneMetrics() {};

    /** An attempt began. */
    default void started(int consumer) {}

    /** An attempt ended, well or not. */
    default void ended(int consumer, Attempt attempt) {}

    /** The consumer's future failed: a defect, never an answer. */
    default void broke(int consumer) {}

    /** @param latencyMillis since the broker had the request */
    default void delivered(int consumer, long latencyMillis) {}

    default void retried(int consumer) {}

    default void parked(int consumer, String reason) {}

    default void filtered(int consumer) {}

    /** Retention took events before a lane had them. */
    default void gap(LaneKey lane, long events) {}

    default void breaker(LaneKey lane, LaneStatus.Breaker from, LaneStatus.Breaker to) {}

    default void flushed(int lanes, int deliveries, long nanos) {}

    default void flushFailed() {}

    /** A slot or a fence took a partition's write away. */
    default void fenced(int partition) {}

    /** Each few seconds. @param byInstance events not settled yet, for the instances that have some */
    default void backlog(Map<Integer, Long> byInstance) {}

    /** Each few seconds. */
    default void memory(int lanes, long bytes, int unflushed) {}
}
