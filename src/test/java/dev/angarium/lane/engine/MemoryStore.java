package dev.angarium.lane.engine;

import dev.angarium.event.InstanceRef;
import dev.angarium.event.OwnedPartition;
import dev.angarium.lane.Cursor;
import dev.angarium.lane.DeadLetter;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Progress in memory, fenced like PostgreSQL's. */
final class MemoryStore implements LaneStore {
    final Map<Integer, Long> epochs = new HashMap<>();
    final Map<LaneKey, Saved> saved = new HashMap<>();
    final List<DeadLetter> letters = new ArrayList<>();
    final List<Delivery> deliveries = new ArrayList<>();
    final TreeMap<Integer, InstanceRef> instances = new TreeMap<>();
    private int flushes;
    private int lookups;
    private boolean away;

    /** Fails everything, or no more. */
    void away(boolean isAway) {
        away = isAway;
    }

    int flushes() {
        return flushes;
    }

    int lookups() {
        return lookups;
    }

    long through(int consumer, int instanceNo) {
        var known = saved.get(new LaneKey(consumer, instanceNo));
        return known == null ? 0 : known.through();
    }

    List<Long> parked(int consumer, int instanceNo) {
        var key = new LaneKey(consumer, instanceNo);
        return letters.stream()
                .filter(letter -> letter.lane().equals(key))
                .map(letter -> letter.event().seq())
                .toList();
    }

    @Override
    public Future<Set<OwnedPartition>> flush(Batch batch) {
        flushes++;
        if (away) {
            return Future.failedFuture("the store is away");
        }
        var refused = new HashSet<OwnedPartition>();
        for (var lane : batch.lanes()) {
            if (isHeld(lane.owner())) {
                write(lane);
            } else {
                refused.add(lane.owner());
            }
        }
        for (var row : batch.deliveries()) {
            if (isHeld(row.owner())) {
                deliveries.add(row);
            } else {
                refused.add(row.owner());
            }
        }
        return Future.succeededFuture(refused);
    }

    private boolean isHeld(OwnedPartition owner) {
        return epochs.getOrDefault(owner.partition(), 0L) == owner.epoch();
    }

    private void write(Progress lane) {
        var known = saved.get(lane.lane());
        if (known != null && known.through() > lane.through()) {
            throw new AssertionError("a cursor fell: " + lane.lane());
        }
        var cursor = Cursor.parse(lane.through(), lane.ranges());
        if (cursor.through() != lane.through()) {
            throw new AssertionError("a range touches its cursor: " + lane);
        }
        saved.put(lane.lane(), new Saved(lane.through(), lane.ranges(), lane.trial()));
        letters.addAll(lane.parked());
    }

    @Override
    public Future<Map<LaneKey, Saved>> saved(Collection<LaneKey> lanes) {
        lookups++;
        if (away) {
            return Future.failedFuture("the store is away");
        }
        var found = new HashMap<LaneKey, Saved>();
        for (var key : lanes) {
            var known = saved.get(key);
            if (known != null) {
                found.put(key, known);
            }
        }
        return Future.succeededFuture(found);
    }

    @Override
    public Future<List<InstanceRef>> instances(int afterNo, int limit) {
        return Future.succeededFuture(
                instances.tailMap(afterNo, false).values().stream().limit(limit).toList());
    }
}
