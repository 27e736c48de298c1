package dev.angarium.observe.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** From a provider's request to the commit. Spans in nanoseconds. */
public final class PipelineMetrics {
    private static final double NANOS = 1e9;

    private final MetricTable table;
    private final LabelLimit.Handles<CounterDataPoint> captured;
    private final CounterDataPoint inserted;
    private final CounterDataPoint processed;
    private final DistributionDataPoint processing;
    private final DistributionDataPoint latency;
    private final DistributionDataPoint read;
    private final DistributionDataPoint bus;
    private final LabelLimit.Handles<CounterDataPoint> refused;
    private final CounterDataPoint quarantined;
    private final CounterDataPoint conflicts;
    private final CounterDataPoint fenced;
    private final LongAdder known = new LongAdder();
    private final LongAdder settled = new LongAdder();

    public PipelineMetrics(MetricTable table) {
        this.table = table;
        captured = table.counters("events_captured_total", 2);
        inserted = table.counter("events_inserted_total");
        processed = table.counter("events_processed_total");
        processing = table.histogram("event_processing_duration_seconds");
        latency = table.histogram("pipeline_latency_seconds");
        read = table.histogram("ingress_stage_seconds", "read");
        bus = table.histogram("ingress_stage_seconds", "bus");
        refused = table.counters("events_refused_total", 1);
        quarantined = table.counter("events_quarantined_total");
        conflicts = table.counter("dedupe_conflicts_total");
        fenced = table.counter("partitions_fenced_total");
        table.gauge("dedupe_hit_ratio", () -> known.sum() / Math.max(1.0, settled.sum()));
    }

    /** A handle for one type of one provider; keep it where events of that kind are counted. */
    public Count captured(String type, String provider) {
        return captured.get(type, provider)::inc;
    }

    /** A handle for one reason of a 503 or 504, a word of a closed set. */
    public Count refused(String reason) {
        return refused.get(reason)::inc;
    }

    public void quarantined() {
        quarantined.inc();
    }

    public void conflicted() {
        conflicts.inc();
    }

    public void fenced() {
        fenced.inc();
    }

    /** A batch was settled: this many rows written, this many keys known already. */
    public void committed(int written, int duplicates) {
        inserted.inc(written);
        processed.inc(written + duplicates);
        known.add(duplicates);
        settled.add(written + duplicates);
    }

    /** One event took this long from submission to settlement. */
    public void settledAfter(long nanos) {
        processing.observe(nanos / NANOS);
    }

    /** One event took this long from the head of its request to its commit. */
    public void acceptedAfter(long nanos) {
        latency.observe(nanos / NANOS);
    }

    /** A request's events were given to their sequencers this long after the last byte of its body. */
    public void readAfter(long nanos) {
        read.observe(nanos / NANOS);
    }

    /** Events of a request came to their sequencer this long after they were given to it. */
    public void broughtAfter(long nanos) {
        bus.observe(nanos / NANOS);
    }

    /** One owner's number of waiting events; several owners add up. */
    public void buffered(LongSupplier waiting) {
        table.gauge("events_buffered", waiting::getAsLong);
    }

    public void sequenceGaps(LongSupplier gaps) {
        table.gauge("event_sequence_gaps", gaps::getAsLong);
    }

    /** Whether writes wait for PostgreSQL. */
    public void databaseAway(BooleanSupplier away) {
        table.gauge("database_away", () -> away.getAsBoolean() ? 1 : 0);
    }

    /** Whether the next days of the log are not there. */
    public void partitionsMissing(BooleanSupplier missing) {
        table.gauge("log_partitions_missing", () -> missing.getAsBoolean() ? 1 : 0);
    }

    public void partitionsOwned(LongSupplier owned) {
        table.gauge("partitions_owned", owned::getAsLong);
    }

    /** Unsettled events by instance id; several sources add up. */
    public void backlog(Supplier<Map<String, Long>> byInstance) {
        table.gauge("event_outbox_backlog", () -> asDoubles(byInstance.get()), Double::sum);
    }

    static Map<String, Double> asDoubles(Map<String, ? extends Number> values) {
        return values.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .doubleValue()));
    }

    /** One series of a counter. */
    @FunctionalInterface
    public interface Count {
        void add(long amount);
    }
}
