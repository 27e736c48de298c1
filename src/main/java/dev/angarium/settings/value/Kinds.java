package dev.angarium.settings.value;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The kinds of values there are. */
public final class Kinds {
    public static final Kind<String> TEXT = new Kind<>("text", Optional::of);
    public static final Kind<Integer> COUNT = new Kind<>("a whole number", Kinds::count);
    public static final Kind<Boolean> FLAG = new Kind<>("true or false", Kinds::flag);
    public static final Kind<Path> PATH = new Kind<>("a path", Kinds::path);
    public static final Kind<Duration> DURATION =
            new Kind<>("a duration: a whole number and ms, s, m, h or d, as in 30s", Durations::parse);
    public static final Kind<Duration> MILLIS = new Kind<>(
            "milliseconds, or a whole number and ms, s, m, h or d",
            text -> Durations.parse(count(text).isPresent() ? text + "ms" : text));
    public static final Kind<List<Duration>> DURATIONS =
            new Kind<>("durations with commas between, as in 0s,10s,5m", Kinds::durations);
    public static final Kind<Long> SIZE =
            new Kind<>("a size: bytes, or a whole number and KB, MB or GB, as in 3MB", Kinds::size);

    /** A size that a single buffer can have. */
    public static final Kind<Integer> BODY_SIZE = new Kind<>(
            SIZE.expects(), text -> size(text).filter(it -> it <= 1L << 30).map(Long::intValue));

    public static final Kind<List<String>> TEXTS = new Kind<>("texts with commas between", Kinds::texts);

    private static final Pattern SIZE_FORM = Pattern.compile("(\\d{1,18})(|KB|MB|GB)");
    private static final Map<String, Long> SIZE_UNITS = Map.of("", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

    private Kinds() {}

    /** One of some words, in any case. */
    public static <T> Kind<T> oneOf(Map<String, T> words) {
        var sorted = new TreeMap<String, T>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(words);
        return new Kind<>(
                "one of " + String.join(", ", sorted.keySet()), text -> Optional.ofNullable(sorted.get(text)));
    }

    private static Optional<Integer> count(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text).toAbsolutePath().normalize());
        } catch (InvalidPathException invalid) {
            return Optional.empty();
        }
    }

    private static Optional<List<Duration>> durations(String text) {
        var all = new ArrayList<Duration>();
        for (var part : text.split(",", -1)) {
            Durations.parse(part.strip()).ifPresent(all::add);
        }
        return all.size() == text.split(",", -1).length ? Optional.of(List.copyOf(all)) : Optional.empty();
    }

    private static Optional<Long> size(String text) {
        var match = SIZE_FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!match.matches()) {
            return Optional.empty();
        }
        long unit = SIZE_UNITS.getOrDefault(match.group(2), 1L);
        var amount = Long.parseLong(match.group(1));
        return amount > Long.MAX_VALUE / unit ? Optional.empty() : Optional.of(amount * unit);
    }

    private static Optional<List<String>> texts(String text) {
        var all = new ArrayList<String>();
        for (var part : text.split(",", -1)) {
            all.add(part.strip());
        }
        return all.contains("") ? Optional.empty() : Optional.of(List.copyOf(all));
    }
}
