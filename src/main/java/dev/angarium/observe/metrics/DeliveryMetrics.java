package dev.angarium.observe.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** From the commit to a subscriber's answer: lanes, transport, breakers, dead letters. Spans in nanoseconds. */
public final class DeliveryMetrics {
    private static final double NANOS = 1e9;

    private final MetricTable table;
    private final CounterDataPoint retries;
    private final CounterDataPoint failed;
    private final CounterDataPoint delivered;
    private final DistributionDataPoint deliveryTime;
    private final CounterDataPoint answered;
    private final CounterDataPoint errors;
    private final CounterDataPoint reconnects;
    private final DistributionDataPoint attemptTime;
    private final CounterDataPoint transitions;
    private final CounterDataPoint deadLetters;
    private final CounterDataPoint replayAttempts;
    private final CounterDataPoint replaySuccesses;

    public DeliveryMetrics(MetricTable table) {
        this.table = table;
        retries = table.counter("event_retries_total");
        failed = table.counter("events_failed_total");
        delivered = table.counter("events_delivered_total");
        deliveryTime = table.histogram("event_delivery_duration_seconds");
        answered = table.counter("transport_deliveries_total");
        errors = table.counter("transport_errors_total");
        reconnects = table.counter("transport_retries_total");
        attemptTime = table.histogram("transport_duration_seconds");
        transitions = table.counter("circuit_breaker_transitions_total");
        deadLetters = table.counter("dlq_events_total");
        replayAttempts = table.counter("dlq_reprocess_attempts_total");
        replaySuccesses = table.counter("dlq_reprocess_success_total");
    }

    /** A request got a 2xx for this many events. */
    public void accepted(int events, long nanos) {
        answered.inc();
        delivered.inc(events);
        attemptTime.observe(nanos / NANOS);
    }

    /** A request failed, whatever way. */
    public void refused(long nanos) {
        errors.inc();
        attemptTime.observe(nanos / NANOS);
    }

    /** One event is with its subscriber, this long after its receipt. */
    public void deliveredAfter(long millis) {
        deliveryTime.observe(millis / 1e3);
    }

    public void retried() {
        retries.inc();
    }

    public void reconnected(int times) {
        reconnects.inc(times);
    }

    /** An event was parked; it is a dead letter now. */
    public void parked(int events) {
        failed.inc(events);
        deadLetters.inc(events);
    }

    public void replayed(long letters) {
        replayAttempts.inc(letters);
    }

    public void replayDelivered(long letters) {
        replaySuccesses.inc(letters);
    }

    public void breakerChanged() {
        transitions.inc();
    }

    public void deadLetterBacklog(LongSupplier waiting) {
        table.gauge("dlq_backlog", waiting::getAsLong);
    }

    /** Worst breaker by instance id: 0 closed, 1 half-open, 2 open. */
    public void breakers(Supplier<Map<String, Integer>> byInstance) {
        table.gauge(
                "circuit_breaker_state_per_instance", () -> PipelineMetrics.asDoubles(byInstance.get()), Double::max);
    }
}
