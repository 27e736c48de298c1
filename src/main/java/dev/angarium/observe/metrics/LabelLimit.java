package dev.angarium.observe.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps the number of series of a labelled family bounded. Gauges show the N highest values of the moment, the rest
 * summed up as {@code other}. Counters must never fall, so for them the first N label sets keep their own series (the
 * busiest come first) and every later one counts as {@code other}.
 */
final class LabelLimit {
    static final String OTHER = "other";

    private LabelLimit() {}

    /** The N entries with the highest values; the others folded into one, with what was in it before. */
    static Map<String, Double> highest(Map<String, Double> values, int limit, BinaryOperator<Double> fold) {
        var named = values.containsKey(OTHER) ? values.size() - 1 : values.size();
        if (named <= limit) {
            return values;
        }
        var byValue = values.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(OTHER))
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        Map<String, Double> kept =
                byValue.stream().limit(limit).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        byValue.stream().skip(limit).forEach(rest -> kept.merge(OTHER, rest.getValue(), fold));
        if (named < values.size()) {
            kept.merge(OTHER, Objects.requireNonNull(values.get(OTHER)), fold);
        }
        return kept;
    }

    /** Handles by label values, made on first use, bounded. Safe from every thread. */
    static final class Handles<T> {
        private final Map<List<String>, T> known = new ConcurrentHashMap<>();
        private final AtomicInteger size = new AtomicInteger();
        private final Function<String[], T> maker;
        private final T other;
        private final int limit;

        Handles(int limit, int labels, Function<String[], T> maker) {
            this.limit = limit;
            this.maker = maker;
            var others = new String[labels];
            java.util.Arrays.fill(others, OTHER);
            this.other = maker.apply(others);
        }

        T get(String... labels) {
            var key = List.of(labels);
            var handle = known.get(key);
            return handle == null ? add(key, labels) : handle;
        }

        private T add(List<String> key, String[] labels) {
            if (size.get() >= limit) {
                return other;
            }
            return known.computeIfAbsent(key, absent -> {
                size.incrementAndGet();
                return maker.apply(labels);
            });
        }
    }
}
