package dev.angarium.observe.metrics;

import static java.util.stream.Collectors.toCollection;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a scrape shows, as a test reads it: families from their TYPE lines, values by series. */
public final class Exposition {
    private final String text;
    private final Map<String, Double> values = new HashMap<>();

    public Exposition(MetricTable table) {
        text = table.exposition();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var space = line.lastIndexOf(' ');
            values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
    }

    /** E.g. {@code queue_backlog{queue="lanes"}}. */
    public double value(String series) {
        var value = values.get(series);
        if (value == null) {
            throw new AssertionError("no series " + series + " in\n" + text);
        }
        return value;
    }

    /** The values of one family by what is between its braces. */
    public Map<String, Double> series(String family) {
        Map<String, Double> found = new HashMap<>();
        values.forEach((series, value) -> {
            if (series.startsWith(family + "{")) {
                found.put(series.substring(family.length() + 1, series.length() - 1), value);
            }
        });
        return found;
    }

    Set<String> families() {
        return text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(toCollection(TreeSet::new));
    }
}
