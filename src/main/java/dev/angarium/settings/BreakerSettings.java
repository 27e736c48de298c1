package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.time.Duration;
import java.util.List;

/** CB_*: the breaker of each (instance, subscription). */
public record BreakerSettings(boolean enabled, int maxFailures, Duration timeout, Duration cooldown) {
    public List<String> problems() {
        return Problems.of()
                .between("CB_MAX_FAILURES", maxFailures, 1, 10_000)
                .between("CB_TIMEOUT", timeout, Duration.ofSeconds(1), Duration.ofMinutes(10))
                .between("CB_COOLDOWN", cooldown, Duration.ofMillis(100), Duration.ofDays(1))
                .list();
    }
}
