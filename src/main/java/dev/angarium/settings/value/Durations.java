package dev.angarium.settings.value;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as operators write them: a whole number and one of {@code ms s m h d}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");
    private static final Map<String, Long> UNIT_MILLIS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    /** Longer spans would not fit into nanoseconds. */
    private static final long MOST_MILLIS = Duration.ofDays(36_500).toMillis();

    private Durations() {}

    public static Optional<Duration> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches() ? of(Long.parseLong(match.group(1)), match.group(2)) : Optional.empty();
    }

    /** In the largest unit that divides it. */
    public static String text(Duration duration) {
        var millis = duration.toMillis();
        for (var unit : new String[] {"d", "h", "m", "s"}) {
            long size = UNIT_MILLIS.getOrDefault(unit, 1L);
            if (millis != 0 && millis % size == 0) {
                return millis / size + unit;
            }
        }
        return millis == 0 ? "0s" : millis + "ms";
    }

    private static Optional<Duration> of(long amount, String unit) {
        long size = UNIT_MILLIS.getOrDefault(unit, 1L);
        return amount > MOST_MILLIS / size ? Optional.empty() : Optional.of(Duration.ofMillis(amount * size));
    }
}
