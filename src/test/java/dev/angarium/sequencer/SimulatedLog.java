package dev.angarium.sequencer;

import dev.angarium.event.Draft;
import dev.angarium.event.Event;
import dev.angarium.event.EventId;
import dev.angarium.event.OwnedPartition;
import dev.angarium.eventlog.RowResult;
import dev.angarium.eventlog.WriteBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/** The log, the keys and the epochs in memory: each call is one transaction, with the rules of the writing statement. */
final class SimulatedLog {
    private final boolean fencing;
    private final List<Event> rows = new ArrayList<>();
    private final Map<Integer, TreeMap<Long, Event>> events = new HashMap<>();
    private final Map<Integer, Map<UUID, First>> keys = new HashMap<>();
    private final Map<Integer, Long> epochs = new HashMap<>();

    private record First(EventId id, int fingerprint) {}

    /**
     * Without fencing it is wrong on purpose: what a former owner writes goes in, around midnight even under a number
     * that is taken, as no index holds it against the day before.
     */
    SimulatedLog(boolean fencing) {
        this.fencing = fencing;
    }

    /** All rows or none, but for those of fenced partitions. */
    List<RowResult> write(WriteBatch batch) {
        var planned = new Plan();
        var results = new ArrayList<RowResult>();
        for (var row : batch.rows()) {
            var fence = batch.fences().get(row.fence());
            var result = fencing && fence.epoch() != epoch(fence.partition())
                    ? RowResult.FENCED
                    : planned.add(row.draft(), row.lastSeq());
            results.add(result);
        }
        if (results.contains(RowResult.STALE)) {
            return Collections.nCopies(results.size(), RowResult.STALE);
        }
        planned.commit();
        return results;
    }

    long tail(int instance) {
        return of(instance).isEmpty() ? 0 : of(instance).lastKey();
    }

    /** All of them, also two under one number. */
    List<Event> rows() {
        return rows;
    }

    /** One instance's events by number. */
    TreeMap<Long, Event> of(int instance) {
        return events.computeIfAbsent(instance, absent -> new TreeMap<>());
    }

    /** The number under which the log has this key. */
    OptionalLong numberOf(Draft draft) {
        var first = keysOf(draft.instance().no()).get(draft.key());
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.id().seq());
    }

    /** Whether this very event is there under its number. */
    boolean holds(Event event) {
        return event.equals(of(event.instance().no()).get(event.seq()));
    }

    long claim(int partition) {
        return epochs.merge(partition, 1L, Long::sum);
    }

    /** Empty where somebody else has claimed it meanwhile. */
    OptionalLong claimAt(OwnedPartition owned) {
        return epoch(owned.partition()) == owned.epoch()
                ? OptionalLong.of(claim(owned.partition()))
                : OptionalLong.empty();
    }

    private long epoch(int partition) {
        return epochs.getOrDefault(partition, 0L);
    }

    private Map<UUID, First> keysOf(int instance) {
        return keys.computeIfAbsent(instance, absent -> new HashMap<>());
    }

    /** A statement before its commit. */
    private final class Plan {
        private final List<Event> added = new ArrayList<>();
        private final Map<Integer, Long> last = new HashMap<>();
        private final Map<Integer, Map<UUID, First>> fresh = new HashMap<>();

        RowResult add(Draft draft, long lastSeq) {
            var instance = draft.instance().no();
            var known = keysOf(instance)
                    .getOrDefault(
                            draft.key(), fresh.getOrDefault(instance, Map.of()).get(draft.key()));
            if (known != null) {
                return new RowResult.Duplicate(known.id, known.fingerprint);
            }
            var seq = last.getOrDefault(instance, lastSeq) + 1;
            if (fencing && of(instance).containsKey(seq)) {
                return RowResult.STALE;
            }
            var event = Event.of(draft, seq);
            added.add(event);
            last.put(instance, seq);
            fresh.computeIfAbsent(instance, absent -> new HashMap<>())
                    .put(draft.key(), new First(event.id(), draft.fingerprint()));
            return new RowResult.Committed(event);
        }

        void commit() {
            rows.addAll(added);
            added.forEach(event -> of(event.instance().no()).put(event.seq(), event));
            fresh.forEach((instance, first) -> keysOf(instance).putAll(first));
        }
    }
}
