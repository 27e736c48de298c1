package dev.angarium.observe.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The inbox's families: messages, threads, queues, providers, streams. Spans in nanoseconds. */
public final class InboxMetrics {
    private static final double NANOS = 1e9;

    private final MetricTable table;
    private final LabelLimit.Handles<CounterDataPoint> received;
    private final CounterDataPoint sent;
    private final DistributionDataPoint projection;
    private final LabelLimit.Handles<CounterDataPoint> completed;
    private final LabelLimit.Handles<CounterDataPoint> failed;
    private final LabelLimit.Handles<CounterDataPoint> providerRequests;
    private final LabelLimit.Handles<DistributionDataPoint> providerTime;
    private final LabelLimit.Handles<CounterDataPoint> providerErrors;
    private final CounterDataPoint streamed;

    public InboxMetrics(MetricTable table) {
        this.table = table;
        received = table.counters(table.prefixed("inbox_messages_received_total"), 2);
        sent = table.counter(table.prefixed("inbox_messages_sent_total"));
        projection = table.histogram(table.prefixed("inbox_message_processing_duration_seconds"));
        completed = table.counters(table.prefixed("queue_completed_total"), 1);
        failed = table.counters(table.prefixed("queue_failed_total"), 1);
        providerRequests = table.counters(table.prefixed("provider_requests_total"), 1);
        providerTime = table.histograms(table.prefixed("provider_request_duration_seconds"), 1);
        providerErrors = table.counters(table.prefixed("provider_errors_total"), 1);
        streamed = table.counter(table.prefixed("realtime_events_total"));
    }

    public PipelineMetrics.Count received(String tenantId, String provider) {
        return received.get(tenantId, provider)::inc;
    }

    public void sent() {
        sent.inc();
    }

    public void projectedAfter(long nanos) {
        projection.observe(nanos / NANOS);
    }

    public void activeThreads(Supplier<Map<String, Long>> byTenant) {
        table.gauge(
                table.prefixed("inbox_active_threads"), () -> PipelineMetrics.asDoubles(byTenant.get()), Double::sum);
    }

    /** Names an outbound queue or a kind of lane, and where its two gauges come from. */
    public void queue(String queue, LongSupplier backlog, LongSupplier active) {
        table.gauge(table.prefixed("queue_backlog"), () -> Map.of(queue, (double) backlog.getAsLong()), Double::sum);
        table.gauge(table.prefixed("queue_active_jobs"), () -> Map.of(queue, (double) active.getAsLong()), Double::sum);
    }

    public PipelineMetrics.Count completed(String queue) {
        return completed.get(queue)::inc;
    }

    public PipelineMetrics.Count failed(String queue) {
        return failed.get(queue)::inc;
    }

    public void providerAnswered(String provider, long nanos) {
        providerRequests.get(provider).inc();
        providerTime.get(provider).observe(nanos / NANOS);
    }

    public void providerFailed(String provider, long nanos) {
        providerAnswered(provider, nanos);
        providerErrors.get(provider).inc();
    }

    public void streams(LongSupplier open) {
        table.gauge(table.prefixed("realtime_connections"), open::getAsLong);
    }

    public void streamed(int events) {
        streamed.inc(events);
    }
}
