package dev.angarium.dispatch;

import java.time.Duration;

/** What the dispatcher counts. Calls come from any context, must be cheap and must not fail. */
public interface DispatchMetrics {
    /** Counts nothing. */
    DispatchMetrics NONE = new DispatchMetrics() {};

    /** transport_deliveries_total, transport_duration_seconds: an attempt that settled its events. */
    default void delivered(int events, Duration latency) {}

    /** transport_errors_total, transport_duration_seconds: an attempt that did not. */
    default void failed(String code, Duration latency) {}

    /** event_retries_total: an attempt beyond the first. */
    default void retried() {}

    /** dlq_reprocess_attempts_total: so many dead letters are to be delivered again. */
    default void reprocessing(long deadLetters) {}

    /** dlq_reprocess_success_total: so many of them were. */
    default void reprocessed(long deadLetters) {}

    /** dlq_backlog: dead letters not yet replayed. */
    default void deadLetterBacklog(long deadLetters) {}
}
