package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.time.Duration;
import java.util.List;

/** How long settled events stay, and how often the jobs look (DELIVERED_RETENTION_PERIOD, CLEANUP_INTERVAL). */
public record RetentionSettings(Duration delivered, Duration cleanupInterval) {
    public List<String> problems() {
        return Problems.of()
                .between("DELIVERED_RETENTION_PERIOD", delivered, Duration.ofMinutes(1), Duration.ofDays(3650))
                .between("CLEANUP_INTERVAL", cleanupInterval, Duration.ofSeconds(1), Duration.ofDays(1))
                .list();
    }
}
