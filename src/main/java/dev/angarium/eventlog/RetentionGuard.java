package dev.angarium.eventlog;

import io.vertx.core.Future;
import java.time.LocalDate;

/** Answers for whoever still needs events: the lanes. */
@FunctionalInterface
public interface RetentionGuard {
    /**
     * Whether no lane has an unsettled event in this bucket. {@code event_log_tails(bucket)} tells the last number of
     * each instance in it.
     */
    Future<Boolean> mayDrop(LocalDate bucket);
}
