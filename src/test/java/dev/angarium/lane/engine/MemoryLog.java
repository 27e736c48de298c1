package dev.angarium.lane.engine;

import dev.angarium.event.Event;
import dev.angarium.event.EventReader;
import dev.angarium.event.InstanceRef;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A log in memory. */
final class MemoryLog implements EventReader {
    private final Map<Integer, TreeMap<Long, Event>> events = new HashMap<>();
    private final Map<Integer, Long> tails = new HashMap<>();
    private int reads;
    private int underWay;
    private int mostUnderWay;
    private boolean away;

    void append(Event event) {
        events.computeIfAbsent(event.instance().no(), no -> new TreeMap<>()).put(event.seq(), event);
        tails.merge(event.instance().no(), event.seq(), Math::max);
    }

    /** Retention takes everything below. */
    void dropBelow(int instanceNo, long seq) {
        events.getOrDefault(instanceNo, new TreeMap<>()).headMap(seq).clear();
    }

    /** Fails every read, or no more. */
    void away(boolean isAway) {
        away = isAway;
    }

    int reads() {
        return reads;
    }

    int mostUnderWay() {
        return mostUnderWay;
    }

    long tail(int instanceNo) {
        return tails.getOrDefault(instanceNo, 0L);
    }

    List<Event> all(int instanceNo) {
        return List.copyOf(events.getOrDefault(instanceNo, new TreeMap<>()).values());
    }

    @Override
    public Future<List<Event>> after(InstanceRef instance, long afterSeq, int limit, long maxBytes) {
        reads++;
        if (away) {
            return Future.failedFuture("the log is away");
        }
        underWay++;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        var page = new ArrayList<Event>();
        var bytes = 0L;
        for (var event : events.getOrDefault(instance.no(), new TreeMap<>())
                .tailMap(afterSeq, false)
                .values()) {
            if (page.size() == limit || bytes > maxBytes) {
                break;
            }
            bytes += event.weight();
            page.add(event);
        }
        underWay--;
        return Future.succeededFuture(page);
    }

    @Override
    public Future<Optional<Event>> find(InstanceRef instance, long seq) {
        return Future.succeededFuture(Optional.ofNullable(
                events.getOrDefault(instance.no(), new TreeMap<>()).get(seq)));
    }

    @Override
    public Future<Map<Integer, Long>> tails(Collection<Integer> instanceNos) {
        var found = new HashMap<Integer, Long>();
        instanceNos.forEach(no -> found.put(no, tail(no)));
        return Future.succeededFuture(found);
    }
}
