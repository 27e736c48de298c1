package dev.angarium.lane.engine;

import dev.angarium.event.InstanceRef;
import dev.angarium.lane.ConsumerSource;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStore;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds lanes that are behind and not in memory: after a partition was taken, a consumer came or went on, or where there
 * was no room before. Goes over the instances in pages, one at a time, for all who asked before it began.
 */
final class Scan {
    private static final Log LOG = Log.of(Scan.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Parts parts;
    private final LaneStore store;
    private final ConsumerSource consumers;
    private final Finder finder;
    private Set<Integer> partitions = new HashSet<>();
    private Set<Integer> wanted = new HashSet<>();
    private boolean underWay;
    private boolean closed;

    Scan(Parts parts, LaneStore store, ConsumerSource consumers, Finder finder) {
        this.parts = parts;
        this.store = store;
        this.consumers = consumers;
        this.finder = finder;
    }

    /** Whose lanes are looked for, and what to do with one that is behind. */
    interface Finder {
        /** The partition of the instance if it is held, else -1. */
        int partitionOf(InstanceRef instance);

        /** Told of each lane asked for that is behind. @param tail last committed number */
        void behind(InstanceRef instance, LaneConsumer consumer, long tail);
    }

    void partition(int partition) {
        partitions.add(partition);
        start();
    }

    void consumer(int consumer) {
        wanted.add(consumer);
        start();
    }

    void close() {
        closed = true;
    }

    private record Asked(Set<Integer> partitions, Set<Integer> consumers) {
        boolean includes(int partition, int consumer) {
            return partitions.contains(partition) || consumers.contains(consumer);
        }
    }

    private record Page(List<InstanceRef> instances, boolean last) {}

    private void start() {
        if (underWay || closed || (partitions.isEmpty() && wanted.isEmpty())) {
            return;
        }
        underWay = true;
        var asked = new Asked(partitions, wanted);
        partitions = new HashSet<>();
        wanted = new HashSet<>();
        page(asked, 0);
    }

    private void page(Asked asked, int afterNo) {
        if (closed) {
            return;
        }
        var limit = parts.limits().page();
        var looked = store.instances(afterNo, limit).compose(instances -> look(asked, instances));
        parts.home().when(looked, result -> {
            if (result.failed()) {
                LOG.warn("lanes that are behind cannot be looked for", Fields.of(), result.cause());
                parts.time().after(AGAIN, () -> page(asked, afterNo));
            } else if (result.result().size() < limit) {
                underWay = false;
                start();
            } else {
                page(asked, result.result().get(limit - 1).no());
            }
        });
    }

    private Future<List<InstanceRef>> look(Asked asked, List<InstanceRef> instances) {
        var held = new ArrayList<InstanceRef>();
        var keys = new ArrayList<LaneKey>();
        for (var instance : instances) {
            var partition = finder.partitionOf(instance);
            var before = keys.size();
            if (partition >= 0) {
                for (var consumer : consumers.of(instance)) {
                    if (consumer.running() && asked.includes(partition, consumer.no())) {
                        keys.add(new LaneKey(consumer.no(), instance.no()));
                    }
                }
            }
            if (keys.size() > before) {
                held.add(instance);
            }
        }
        return keys.isEmpty()
                ? Future.succeededFuture(instances)
                : compare(asked, held, keys).map(instances);
    }

    /** The tail is read before the cursor: a lane that moves meanwhile is never taken for one behind its own cursor. */
    private Future<Void> compare(Asked asked, List<InstanceRef> held, List<LaneKey> keys) {
        var numbers = held.stream().map(InstanceRef::no).toList();
        return parts.reader()
                .tails(numbers)
                .compose(tails -> store.saved(keys).map(saved -> new Known(tails, saved)))
                .map(known -> {
                    parts.home().run(() -> report(asked, held, known));
                    return null;
                });
    }

    private record Known(Map<Integer, Long> tails, Map<LaneKey, LaneStore.Saved> saved) {}

    private void report(Asked asked, List<InstanceRef> held, Known known) {
        for (var instance : held) {
            var tail = known.tails().getOrDefault(instance.no(), 0L);
            for (var consumer : consumers.of(instance)) {
                var saved = known.saved().get(new LaneKey(consumer.no(), instance.no()));
                var partition = finder.partitionOf(instance);
                if (partition >= 0
                        && asked.includes(partition, consumer.no())
                        && (saved == null ? 0 : saved.through()) < tail) {
                    finder.behind(instance, consumer, tail);
                }
            }
        }
    }
}
