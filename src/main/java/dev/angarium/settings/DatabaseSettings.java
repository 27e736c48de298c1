package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** DATABASE_URL (empty: the embedded PostgreSQL under the data directory) and the pools. */
public record DatabaseSettings(
        Optional<String> url,
        Path dataDir,
        int apiPoolSize,
        int pipelinePoolSize,
        int maxWaiters,
        Duration connectTimeout) {
    private static final Pattern URL = Pattern.compile("postgres(ql)?://[^/\\s]+/\\S+");

    public List<String> problems() {
        return Problems.of()
                .require(
                        url.isEmpty() || URL.matcher(url.get()).matches(),
                        "DATABASE_URL",
                        "must have the form postgresql://user:password@host:port/database")
                .between("DATABASE_POOL_SIZE", apiPoolSize, 1, 1000)
                .between("DATABASE_PIPELINE_POOL_SIZE", pipelinePoolSize, 1, 1000)
                .between("DATABASE_MAX_WAITERS", maxWaiters, 1, 1_000_000)
                .between("DATABASE_CONNECT_TIMEOUT", connectTimeout, Duration.ofMillis(100), Duration.ofMinutes(1))
                .list();
    }

    /** The password stays out of logs and messages. */
    @Override
    public String toString() {
        return "DatabaseSettings[dataDir=" + dataDir + ", external=" + url.isPresent() + "]";
    }
}
