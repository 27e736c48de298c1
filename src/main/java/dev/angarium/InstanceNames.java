package dev.angarium;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.observe.metrics.MetricTable;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Labels for numbers of instances: their public ids, as far as they are known. Others count as {@code other} this once
 * and are asked for, all with one statement, so that nobody who reads metrics waits for PostgreSQL. An id never changes;
 * the directory would forget it within a minute, and ask for each one alone.
 */
final class InstanceNames {
    private static final Log LOG = Log.of(InstanceNames.class);

    private final Function<Collection<Integer>, Future<Map<Integer, String>>> ids;
    private final int shown;
    private final Cache<Integer, String> known;
    private final AtomicBoolean asking = new AtomicBoolean();

    /** @param shown METRICS_MAX_INSTANCES: how many get a label of their own */
    InstanceNames(Function<Collection<Integer>, Future<Map<Integer, String>>> ids, int shown) {
        this.ids = ids;
        this.shown = shown;
        this.known = Caffeine.newBuilder()
                .maximumSize(4L * shown)
                .executor(Runnable::run)
                .build();
    }

    int shown() {
        return shown;
    }

    /** The highest values by id, the rest folded into {@code other}. */
    <V extends Comparable<V>> Map<String, V> label(Map<Integer, V> values, BinaryOperator<V> fold) {
        Map<String, V> labelled = new HashMap<>();
        List<Integer> unknown = new ArrayList<>();
        var rank = 0;
        for (var entry : highestFirst(values)) {
            var name = rank++ < shown ? known.getIfPresent(entry.getKey()) : MetricTable.OTHER;
            if (name == null) {
                unknown.add(entry.getKey());
            }
            labelled.merge(name == null ? MetricTable.OTHER : name, entry.getValue(), fold);
        }
        ask(unknown);
        return labelled;
    }

    private <V extends Comparable<V>> Collection<Map.Entry<Integer, V>> highestFirst(Map<Integer, V> values) {
        if (values.size() <= shown) {
            return values.entrySet();
        }
        return values.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
    }

    private void ask(Collection<Integer> unknown) {
        if (!unknown.isEmpty() && asking.compareAndSet(false, true)) {
            ids.apply(unknown)
                    .onSuccess(known::putAll)
                    .onFailure(failure -> LOG.warn("ids of instances could not be read", Fields.of(), failure))
                    .onComplete(done -> asking.set(false));
        }
    }
}
