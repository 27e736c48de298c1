package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.time.Duration;
import java.util.List;

/**
 * When an instance counts as silent against its habit.
 *
 * @param check how often it is looked; zero: never
 * @param least no pause below this is a silence
 * @param factor how many times its longest usual pause an instance may be silent
 * @param learning how long an instance is known before anything is expected of it
 */
public record SilenceSettings(Duration check, Duration least, int factor, Duration learning) {
    public boolean isOff() {
        return check.isZero();
    }

    public List<String> problems() {
        return Problems.of()
                .between("INSTANCE_SILENT_CHECK", check, Duration.ZERO, Duration.ofHours(1))
                .between("INSTANCE_SILENT_AFTER", least, Duration.ofSeconds(1), Duration.ofDays(30))
                .between("INSTANCE_SILENT_FACTOR", factor, 1, 100)
                .between("INSTANCE_SILENT_LEARNING", learning, Duration.ZERO, Duration.ofDays(30))
                .list();
    }
}
