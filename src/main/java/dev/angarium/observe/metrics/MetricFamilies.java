package dev.angarium.observe.metrics;

import static dev.angarium.observe.metrics.MetricFamily.counter;
import static dev.angarium.observe.metrics.MetricFamily.gauge;
import static dev.angarium.observe.metrics.MetricFamily.histogram;

import java.util.List;
import java.util.stream.Stream;

/** Every family the broker exposes, the one place where a metric has its name, type, labels and help. */
final class MetricFamilies {
    private static final List<Double> SECONDS =
            List.of(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);
    private static final List<Double> STAGES =
            List.of(0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5);
    private static final List<Double> LONG_SECONDS =
            List.of(0.005, 0.025, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0);
    private static final List<Double> MILLIS = List.of(10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2500.0, 5000.0);
    private static final List<Double> BYTES = List.of(1e3, 1e4, 1e5, 1e6, 5e6, 1e7, 5e7, 1e8);

    private MetricFamilies() {}

    static List<MetricFamily> all(String prefix) {
        return Stream.of(
                        pipeline(),
                        deadLetters(),
                        media(),
                        delivery(),
                        http(),
                        inbox(prefix),
                        devices(),
                        operations(),
                        process())
                .flatMap(List::stream)
                .toList();
    }

    private static List<MetricFamily> pipeline() {
        return List.of(
                counter("events_captured_total", "Events read from accepted requests", "type", "provider"),
                gauge("events_buffered", "Events waiting for a batch on this node"),
                counter("events_inserted_total", "Events committed to the log"),
                counter("events_processed_total", "Events settled: committed or known"),
                histogram("event_processing_duration_seconds", "From submission to settlement of an event", SECONDS),
                counter("event_retries_total", "Delivery attempts after the first"),
                counter("events_failed_total", "Events parked after their last attempt"),
                counter("events_delivered_total", "Events a subscriber accepted"),
                histogram("event_delivery_duration_seconds", "From receipt to a subscriber's 2xx", LONG_SECONDS),
                gauge(
                        "event_sequence_gaps",
                        "Gaps that lanes had to go over: retention took events before they had them"),
                gauge(
                        "event_outbox_backlog",
                        "Events that lanes have yet to settle, added up over the lanes",
                        "instance"));
    }

    private static List<MetricFamily> deadLetters() {
        return List.of(
                counter("dlq_events_total", "Events that became dead letters"),
                counter("dlq_reprocess_attempts_total", "Dead letters given to a replay"),
                counter("dlq_reprocess_success_total", "Dead letters delivered by a replay"),
                gauge("dlq_backlog", "Dead letters waiting"));
    }

    private static List<MetricFamily> media() {
        return List.of(
                counter("media_downloads_total", "Files fetched from providers"),
                histogram("media_download_duration_seconds", "Fetching a file", LONG_SECONDS),
                histogram("media_download_size_bytes", "Size of fetched files", BYTES),
                counter("media_uploads_total", "Files put into the store"),
                histogram("media_upload_duration_seconds", "Putting a file into the store", LONG_SECONDS),
                counter("media_failures_total", "Files given up"),
                gauge("media_backlog", "Files waiting"));
    }

    private static List<MetricFamily> delivery() {
        return List.of(
                counter("transport_deliveries_total", "Requests to subscribers that got a 2xx"),
                histogram("transport_duration_seconds", "Requests to subscribers, whatever the answer", SECONDS),
                counter("transport_errors_total", "Requests to subscribers that failed"),
                counter("transport_retries_total", "Reconnects inside one attempt"),
                gauge(
                        "circuit_breaker_state_per_instance",
                        "0 closed, 1 half-open, 2 open; the worst of the subscriptions",
                        "instance"),
                counter("circuit_breaker_transitions_total", "Changes of a breaker's state"),
                gauge("workers_active", "Steps of lanes under way"),
                histogram("worker_task_duration_seconds", "Steps of lanes, and writes of their progress", SECONDS),
                counter("worker_errors_total", "Steps that broke, and progress that could not be written"));
    }

    private static List<MetricFamily> http() {
        return List.of(
                counter("http_requests_total", "Requests answered, by route template", "path", "status", "method"),
                histogram("request_latency_ms", "From the head of a request to the end of its answer", MILLIS),
                counter("webhook_requests_total", "Webhook requests by result", "result"),
                counter(
                        "whatsapp_webhook_events_total",
                        "Provider events by what became of them",
                        "result",
                        "reason",
                        "payload_type"));
    }

    private static List<MetricFamily> inbox(String prefix) {
        var p = prefix + "_";
        return List.of(
                counter(p + "http_requests_total", "Requests answered", "method", "route", "status"),
                histogram(
                        p + "http_request_duration_seconds", "Requests by route", SECONDS, "method", "route", "status"),
                counter(p + "inbox_messages_received_total", "Messages received", "tenant", "provider"),
                counter(p + "inbox_messages_sent_total", "Messages sent"),
                histogram(p + "inbox_message_processing_duration_seconds", "Projection of a message", SECONDS),
                gauge(p + "inbox_active_threads", "Threads that are not closed", "tenant"),
                gauge(p + "queue_backlog", "Entries waiting", "queue"),
                gauge(p + "queue_active_jobs", "Entries being worked on", "queue"),
                counter(p + "queue_completed_total", "Entries done", "queue"),
                counter(p + "queue_failed_total", "Entries given up", "queue"),
                counter(p + "provider_requests_total", "Requests to providers", "provider"),
                histogram(p + "provider_request_duration_seconds", "Requests to providers", SECONDS, "provider"),
                counter(p + "provider_errors_total", "Requests to providers that failed", "provider"),
                histogram(p + "db_query_duration_seconds", "Statements, from submission to result", SECONDS),
                gauge(p + "db_pool_connections", "Connections to PostgreSQL", "state"),
                gauge(p + "realtime_connections", "Open event streams"),
                counter(p + "realtime_events_total", "Events written to streams"));
    }

    private static List<MetricFamily> devices() {
        return List.of(
                gauge("devices", "Instances known"),
                gauge("devices_connected", "Instances whose provider said last that they are connected"),
                counter("messages_sent_total", "Messages that instances sent, as their providers told"),
                counter("messages_received_total", "Messages received by instances"),
                gauge("webhooks_active", "Enabled subscriptions"),
                gauge(
                        "webhooks_failed",
                        "Subscriptions that their endpoint disabled (410), and those of which a breaker is not closed here"),
                histogram("pipeline_latency_seconds", "From a request's head to the commit of its events", SECONDS),
                gauge("dedupe_hit_ratio", "Share of submitted events that were known"));
    }

    /** Besides the contract: what an operator is alarmed by. */
    private static List<MetricFamily> operations() {
        return List.of(
                counter("events_refused_total", "Events answered 503 or 504, to be sent again", "reason"),
                counter("events_quarantined_total", "Events that PostgreSQL refused, kept by their raw bytes"),
                counter("dedupe_conflicts_total", "Known keys that came again with other content"),
                gauge("instance_silent", "1: connected, but silent for longer than is its habit", "instance"),
                gauge("http_connections", "Connections of clients that are open"),
                counter("http_connections_refused_total", "Connections closed at once: MAX_CONNECTIONS were open"),
                histogram(
                        "ingress_stage_seconds",
                        "From a body's last byte: read (checked and understood), then bus (on its way to the sequencer)",
                        STAGES,
                        "stage"),
                gauge("database_away", "1 while writes wait for PostgreSQL"),
                gauge("log_partitions_missing", "1 while the next days of the log could not be made"),
                gauge("partitions_owned", "Partitions this node holds"),
                counter("partitions_fenced_total", "Partitions that a claim of another node took from this one"),
                gauge("lanes_in_memory", "Lanes this node holds in memory"),
                gauge("lanes_memory_bytes", "What the events in those lanes weigh"));
    }

    private static List<MetricFamily> process() {
        return List.of(
                gauge("event_loop_delay_seconds", "How late the slowest event loop is with its heartbeat"),
                counter("event_loop_blocked_total", "Times an event loop missed its heartbeat for a second"),
                counter("log_lines_dropped_total", "Log lines dropped because standard output did not keep up"));
    }
}
