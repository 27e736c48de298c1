package dev.angarium.observe.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a node says of itself: PostgreSQL, workers, instances, subscriptions, event loops, its log. */
public final class NodeMetrics {
    private static final double NANOS = 1e9;

    private final MetricTable table;
    private final DistributionDataPoint queries;
    private final DistributionDataPoint tasks;
    private final CounterDataPoint taskErrors;
    private final CounterDataPoint sent;
    private final CounterDataPoint received;
    private final CounterDataPoint loopsBlocked;
    private final CounterDataPoint linesDropped;

    public NodeMetrics(MetricTable table) {
        this.table = table;
        queries = table.histogram(table.prefixed("db_query_duration_seconds"));
        tasks = table.histogram("worker_task_duration_seconds");
        taskErrors = table.counter("worker_errors_total");
        sent = table.counter("messages_sent_total");
        received = table.counter("messages_received_total");
        loopsBlocked = table.counter("event_loop_blocked_total");
        linesDropped = table.counter("log_lines_dropped_total");
    }

    /** A statement, from its submission to its result. */
    public void queried(long nanos) {
        queries.observe(nanos / NANOS);
    }

    /** Connections by state: {@code active}, {@code idle}, {@code waiting}. */
    public void pool(Supplier<Map<String, Integer>> byState) {
        table.gauge(table.prefixed("db_pool_connections"), () -> PipelineMetrics.asDoubles(byState.get()), Double::sum);
    }

    /** 1 by the id of each instance that is silent. */
    public void silent(Supplier<Map<String, Double>> byInstance) {
        table.gauge("instance_silent", byInstance, Double::sum);
    }

    public void workersActive(LongSupplier tasks) {
        table.gauge("workers_active", tasks::getAsLong);
    }

    public void worked(long nanos) {
        tasks.observe(nanos / NANOS);
    }

    /** A task failed; how long it took is told apart. */
    public void workFailed() {
        taskErrors.inc();
    }

    public void lanes(LongSupplier inMemory, LongSupplier bytes) {
        table.gauge("lanes_in_memory", inMemory::getAsLong);
        table.gauge("lanes_memory_bytes", bytes::getAsLong);
    }

    public void messagesSent(int messages) {
        sent.inc(messages);
    }

    public void messagesReceived(int messages) {
        received.inc(messages);
    }

    public void devices(LongSupplier known, LongSupplier connected) {
        table.gauge("devices", known::getAsLong);
        table.gauge("devices_connected", connected::getAsLong);
    }

    public void webhooks(LongSupplier active, LongSupplier failed) {
        table.gauge("webhooks_active", active::getAsLong);
        table.gauge("webhooks_failed", failed::getAsLong);
    }

    /** Adds those that fail in another way. */
    public void webhooksFailing(LongSupplier failing) {
        table.gauge("webhooks_failed", failing::getAsLong);
    }

    public void loopDelay(DoubleSupplier seconds) {
        table.gauge("event_loop_delay_seconds", seconds);
    }

    public void loopBlocked() {
        loopsBlocked.inc();
    }

    public void logLinesDropped(long lines) {
        linesDropped.inc(lines);
    }
}
