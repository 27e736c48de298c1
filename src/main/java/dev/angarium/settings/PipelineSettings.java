package dev.angarium.settings;

import java.time.Duration;

/** EVENT_* of the write path. Sizes in events, bytes where said; durations as such. */
public record PipelineSettings(
        int bufferSize,
        int batchSize,
        int batchMax,
        Duration pollInterval,
        Duration processingTimeout,
        Duration shutdownGrace,
        long maxBytes) {}
