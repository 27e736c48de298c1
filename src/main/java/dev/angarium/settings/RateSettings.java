package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.time.Duration;
import java.util.List;

/** Requests allowed in one window; 0 switches a limit off. */
public record RateSettings(int perKey, Duration window, int perTenant, int global, int perConnection) {
    private static final int MOST = 1_000_000_000;

    public List<String> problems() {
        return Problems.of()
                .between("RATE_LIMIT_MAX", perKey, 0, MOST)
                .between("RATE_LIMIT_WINDOW", window, Duration.ofSeconds(1), Duration.ofDays(1))
                .between("TENANT_RATE_LIMIT", perTenant, 0, MOST)
                .between("GLOBAL_RATE_LIMIT", global, 0, MOST)
                .between("INGRESS_RATE_LIMIT", perConnection, 0, MOST)
                .list();
    }
}
