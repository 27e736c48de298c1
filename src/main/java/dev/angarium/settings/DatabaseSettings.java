package dev.angarium.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** DATABASE_URL (empty: the embedded PostgreSQL under the data directory) and the pools. */
public record DatabaseSettings(
        Optional<String> url,
        Path dataDir,
        int apiPoolSize,
        int pipelinePoolSize,
        int maxWaiters,
        Duration connectTimeout) {}
