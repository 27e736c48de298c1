package dev.angarium.lane.engine;

import dev.angarium.event.InstanceRef;
import dev.angarium.event.OwnedPartition;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.ReplayOrder;
import dev.angarium.lane.guard.Endpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The consumers in use and the lanes in memory, of which there may only be so many. */
final class Roster {
    private static final int EVICT_SHARE = 10;

    /** Where all lanes are busy they are not gone over again before: else each event would, for each of its lanes. */
    private static final Duration EVICT_PAUSE = Duration.ofSeconds(1);

    private final Map<Integer, Outlet> outlets = new HashMap<>();
    private final Parts parts;
    private final Progress progress;
    private final Endpoints endpoints;
    private final Lane.Host host;
    private int count;
    private long evictAt;

    Roster(Parts parts, Progress progress, Endpoints endpoints, Lane.Host host) {
        this.parts = parts;
        this.progress = progress;
        this.endpoints = endpoints;
        this.host = host;
        this.evictAt = parts.time().nanos();
    }

    /** The outlet of a consumer, made from it where there is none yet. */
    Outlet outlet(LaneConsumer consumer) {
        var known = outlets.get(consumer.no());
        if (known != null) {
            return known;
        }
        var made = new Outlet(consumer, endpoints, parts.time());
        outlets.put(consumer.no(), made);
        return made;
    }

    @Nullable
    Outlet known(int consumer) {
        return outlets.get(consumer);
    }

    @Nullable
    Outlet remove(int consumer) {
        return outlets.remove(consumer);
    }

    /**
     * A new lane; null where there is no room for one. Idle lanes are let go first; then, of the consumer that has the most,
     * lanes that wait for a dead endpoint: they are found again when there is room.
     */
    @Nullable
    Lane make(OwnedPartition owner, Outlet outlet, InstanceRef instance) {
        if (count >= parts.limits().lanes() && parts.time().nanos() - evictAt >= 0) {
            evict(outlet);
            evictAt = parts.time().nanos() + (count >= parts.limits().lanes() ? EVICT_PAUSE.toNanos() : 0);
        }
        return count >= parts.limits().lanes() ? null : add(owner, outlet, instance);
    }

    /** A new lane in any case. */
    Lane add(OwnedPartition owner, Outlet outlet, InstanceRef instance) {
        var lane = new Lane(instance, owner, outlet, parts, progress, host);
        outlet.lanes.put(instance.no(), lane);
        count++;
        return lane;
    }

    /** @return whether it was there */
    boolean remove(Lane lane) {
        if (lane.outlet.lanes.remove(lane.key.instanceNo(), lane)) {
            count--;
            return true;
        }
        return false;
    }

    List<Lane> lanes() {
        var lanes = new ArrayList<Lane>(count);
        outlets.values().forEach(outlet -> lanes.addAll(outlet.lanes.values()));
        return lanes;
    }

    int count() {
        return count;
    }

    void close() {
        lanes().forEach(lane -> lane.end(ReplayOrder.End.STOPPED));
        outlets.values().forEach(Outlet::close);
    }

    private void evict(Outlet asking) {
        if (!evict(lanes().stream().filter(Lane::isIdle))) {
            outlets.values().stream()
                    .max(Comparator.comparingInt(outlet -> outlet.lanes.size()))
                    .filter(largest -> largest != asking)
                    .ifPresent(largest ->
                            evict(List.copyOf(largest.lanes.values()).stream().filter(Lane::isHeld)));
        }
    }

    private boolean evict(Stream<Lane> candidates) {
        var chosen = candidates
                .sorted(Comparator.comparingLong(lane -> lane.usedAt))
                .limit(1 + parts.limits().lanes() / EVICT_SHARE)
                .toList();
        chosen.forEach(lane -> lane.end(ReplayOrder.End.DONE));
        return !chosen.isEmpty();
    }
}
