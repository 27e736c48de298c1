package dev.angarium.observe.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.function.IntSupplier;

/** The server's requests, and what became of webhooks. The path is a route template, never what a client wrote. */
public final class HttpMetrics {
    private final MetricTable table;
    private final LabelLimit.Handles<CounterDataPoint> requests;
    private final DistributionDataPoint latency;
    private final LabelLimit.Handles<CounterDataPoint> prefixedRequests;
    private final LabelLimit.Handles<DistributionDataPoint> prefixedDuration;
    private final LabelLimit.Handles<CounterDataPoint> webhookEvents;
    private final CounterDataPoint created;
    private final CounterDataPoint duplicate;
    private final CounterDataPoint invalidSignature;
    private final CounterDataPoint validationError;
    private final CounterDataPoint connectionsRefused;

    public HttpMetrics(MetricTable table) {
        this.table = table;
        requests = table.counters("http_requests_total", 3);
        latency = table.histogram("request_latency_ms");
        prefixedRequests = table.counters(table.prefixed("http_requests_total"), 3);
        prefixedDuration = table.histograms(table.prefixed("http_request_duration_seconds"), 3);
        webhookEvents = table.counters("whatsapp_webhook_events_total", 3);
        created = table.counter("webhook_requests_total", "created");
        duplicate = table.counter("webhook_requests_total", "duplicate");
        invalidSignature = table.counter("webhook_requests_total", "invalid_signature");
        validationError = table.counter("webhook_requests_total", "validation_error");
        connectionsRefused = table.counter("http_connections_refused_total");
    }

    /** The series of one route, method and status; keep it, asking costs three look-ups. */
    public Requests requests(String method, String template, int status) {
        var code = Integer.toString(status);
        return new Requests(
                requests.get(template, code, method),
                latency,
                prefixedRequests.get(method, template, code),
                prefixedDuration.get(method, template, code));
    }

    public void webhookCreated() {
        created.inc();
    }

    public void webhookDuplicate() {
        duplicate.inc();
    }

    public void webhookSignatureInvalid() {
        invalidSignature.inc();
    }

    public void webhookInvalid() {
        validationError.inc();
    }

    /** Adds a source of open connections. */
    public void connections(IntSupplier open) {
        table.gauge("http_connections", open::getAsInt);
    }

    /** A client was turned away: the node holds as many connections as it may. */
    public void connectionRefused() {
        connectionsRefused.inc();
    }

    /** result is accepted, ignored or rejected; reason and payload type come from closed sets. */
    public PipelineMetrics.Count webhookEvents(String result, String reason, String payloadType) {
        return webhookEvents.get(result, reason, payloadType)::inc;
    }

    /** Handles of one kind of request. */
    public static final class Requests {
        private final CounterDataPoint count;
        private final DistributionDataPoint millis;
        private final CounterDataPoint prefixedCount;
        private final DistributionDataPoint seconds;

        private Requests(
                CounterDataPoint count,
                DistributionDataPoint millis,
                CounterDataPoint prefixedCount,
                DistributionDataPoint seconds) {
            this.count = count;
            this.millis = millis;
            this.prefixedCount = prefixedCount;
            this.seconds = seconds;
        }

        /** One request was answered after this long. */
        public void answeredAfter(long nanos) {
            count.inc();
            millis.observe(nanos / 1e6);
            prefixedCount.inc();
            seconds.observe(nanos / 1e9);
        }
    }
}
