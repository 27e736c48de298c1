package dev.angarium.observe.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.function.LongSupplier;

/** Files on their way from the provider to the store. Spans in nanoseconds. */
public final class MediaMetrics {
    private static final double NANOS = 1e9;

    private final MetricTable table;
    private final CounterDataPoint downloads;
    private final DistributionDataPoint downloadTime;
    private final DistributionDataPoint downloadSize;
    private final CounterDataPoint uploads;
    private final DistributionDataPoint uploadTime;
    private final CounterDataPoint failures;

    public MediaMetrics(MetricTable table) {
        this.table = table;
        downloads = table.counter("media_downloads_total");
        downloadTime = table.histogram("media_download_duration_seconds");
        downloadSize = table.histogram("media_download_size_bytes");
        uploads = table.counter("media_uploads_total");
        uploadTime = table.histogram("media_upload_duration_seconds");
        failures = table.counter("media_failures_total");
    }

    public void downloaded(long bytes, long nanos) {
        downloads.inc();
        downloadSize.observe(bytes);
        downloadTime.observe(nanos / NANOS);
    }

    public void uploaded(long nanos) {
        uploads.inc();
        uploadTime.observe(nanos / NANOS);
    }

    public void failed() {
        failures.inc();
    }

    public void backlog(LongSupplier waiting) {
        table.gauge("media_backlog", waiting::getAsLong);
    }
}
