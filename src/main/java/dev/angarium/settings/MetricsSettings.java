package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.util.List;
import java.util.regex.Pattern;

/** METRICS_PREFIX and METRICS_MAX_INSTANCES. */
public record MetricsSettings(String prefix, int maxInstances) {
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    public List<String> problems() {
        return Problems.of()
                .require(
                        PREFIX.matcher(prefix).matches(),
                        "METRICS_PREFIX",
                        "must be 1 to 40 of a-z, 0-9 and _, a letter first",
                        prefix)
                .between("METRICS_MAX_INSTANCES", maxInstances, 1, 100_000)
                .list();
    }
}
