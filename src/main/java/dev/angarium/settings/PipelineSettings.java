package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.time.Duration;
import java.util.List;

/** EVENT_* of the write path. Sizes in events, bytes where said; durations as such. */
public record PipelineSettings(
        int bufferSize,
        int batchSize,
        int batchMax,
        Duration pollInterval,
        Duration processingTimeout,
        Duration shutdownGrace,
        long maxBytes) {
    public List<String> problems() {
        return Problems.of()
                .between("EVENT_BUFFER_SIZE", bufferSize, 1, 1_000_000)
                .between("EVENT_BATCH_SIZE", batchSize, 1, 10_000)
                .between("EVENT_BATCH_MAX", batchMax, 1, 10_000)
                .require(batchMax >= batchSize, "EVENT_BATCH_MAX", "must be at least EVENT_BATCH_SIZE", batchMax)
                .between("EVENT_POLL_INTERVAL", pollInterval, Duration.ofMillis(1), Duration.ofSeconds(10))
                .between("EVENT_PROCESSING_TIMEOUT", processingTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10))
                .between("EVENT_SHUTDOWN_GRACE_PERIOD", shutdownGrace, Duration.ofSeconds(1), Duration.ofMinutes(10))
                .between("INGRESS_MAX_BYTES", maxBytes, 1 << 20, 1L << 40)
                .list();
    }
}
