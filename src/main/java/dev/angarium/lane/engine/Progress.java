package dev.angarium.lane.engine;

import dev.angarium.event.OwnedPartition;
import dev.angarium.lane.LaneStore;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.time.Time;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes what lanes settled, parked and tried: one flush at a time, at most {@code flushEvery} after the first change. A
 * flush that fails is tried again, smaller and later, until it succeeds; lanes pause when too much is waiting.
 */
final class Progress {
    private static final Log LOG = Log.of(Progress.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final int ROWS_PER_LANE = 4;

    private final Parts parts;
    private final LaneStore store;
    private final Consumer<Set<OwnedPartition>> fenced;
    private final IntFunction<@Nullable OwnedPartition> held;
    private final Runnable roomAgain;
    private final ArrayDeque<Lane> dirty = new ArrayDeque<>();
    private final ArrayDeque<LaneStore.Delivery> deliveries = new ArrayDeque<>();
    private final List<Runnable> whenClean = new ArrayList<>();
    private long parkedBytes;
    private int failures;
    private boolean wasFull;
    private @Nullable Flush flush;
    private Time.@Nullable Timer timer;

    /**
     * @param fenced hears of partitions whose write was refused
     * @param held the epoch a partition is held with now, null while it is not
     * @param roomAgain called when lanes that paused may go on
     */
    Progress(
            Parts parts,
            LaneStore store,
            Consumer<Set<OwnedPartition>> fenced,
            IntFunction<@Nullable OwnedPartition> held,
            Runnable roomAgain) {
        this.parts = parts;
        this.store = store;
        this.fenced = fenced;
        this.held = held;
        this.roomAgain = roomAgain;
    }

    private record Flush(List<Lane> lanes, LaneStore.Batch batch, long startedAt) {}

    /** The lane has something to be written. */
    void touch(Lane lane) {
        if (!lane.dirty) {
            lane.dirty = true;
            dirty.add(lane);
            arm(parts.limits().flushEvery());
        }
    }

    void attempted(LaneStore.Delivery delivery) {
        var wanted =
                switch (parts.log()) {
                    case ALL -> true;
                    case FAILURES -> delivery.attempt().error() != null;
                    case NONE -> false;
                };
        if (wanted) {
            deliveries.add(delivery);
            if (deliveries.size() == parts.limits().flushLanes()) {
                disarm();
            }
            arm(isMuch() ? Duration.ZERO : parts.limits().flushEvery());
        }
    }

    void parked(long bytes) {
        parkedBytes += bytes;
    }

    void unparked(long bytes) {
        parkedBytes -= bytes;
    }

    /** Whether lanes should pause. */
    boolean full() {
        var full = deliveries.size() >= parts.limits().unflushed()
                || parkedBytes >= 2 * parts.limits().flushBytes();
        wasFull |= full;
        return full;
    }

    int unflushed() {
        return deliveries.size() + dirty.size();
    }

    /** Writes now, and calls back once nothing is left to be written. */
    void flushAll(Runnable clean) {
        whenClean.add(clean);
        failures = 0;
        disarm();
        start();
    }

    private void arm(Duration delay) {
        if (timer == null && flush == null) {
            timer = parts.time().after(delay, () -> {
                timer = null;
                start();
            });
        }
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void start() {
        if (flush != null) {
            return;
        }
        if (dirty.isEmpty() && deliveries.isEmpty()) {
            tellClean();
            return;
        }
        disarm();
        var started = next();
        flush = started;
        parts.home().when(store.flush(started.batch()), result -> ended(started, result));
    }

    private void tellClean() {
        var told = List.copyOf(whenClean);
        whenClean.clear();
        told.forEach(Runnable::run);
    }

    /** A batch: smaller after each failure, so that what PostgreSQL refuses ends up alone. */
    private Flush next() {
        var max = Math.max(1, parts.limits().flushLanes() >> Math.min(failures, 20));
        var lanes = new ArrayList<Lane>(Math.min(max, dirty.size()));
        var snapshots = new ArrayList<LaneStore.Progress>(Math.min(max, dirty.size()));
        var bytes = 0L;
        while (!dirty.isEmpty() && lanes.size() < max && bytes < parts.limits().flushBytes()) {
            var lane = dirty.remove();
            lane.dirty = false;
            lane.writing = true;
            var snapshot = lane.snapshot();
            lanes.add(lane);
            snapshots.add(snapshot);
            for (var letter : snapshot.parked()) {
                bytes += letter.event().weight();
            }
        }
        return new Flush(
                lanes, new LaneStore.Batch(snapshots, rows(max)), parts.time().nanos());
    }

    private List<LaneStore.Delivery> rows(int max) {
        var rows = new ArrayList<LaneStore.Delivery>(Math.min(deliveries.size(), max * ROWS_PER_LANE));
        while (!deliveries.isEmpty() && rows.size() < max * ROWS_PER_LANE) {
            rows.add(byEpochNow(deliveries.remove()));
        }
        return rows;
    }

    private LaneStore.Delivery byEpochNow(LaneStore.Delivery row) {
        var owner = held.apply(row.owner().partition());
        return owner == null || owner.equals(row.owner())
                ? row
                : new LaneStore.Delivery(
                        owner, row.lane(), row.tenantNo(), row.seq(), row.count(), row.number(), row.attempt());
    }

    private void ended(Flush done, AsyncResult<Set<OwnedPartition>> result) {
        flush = null;
        done.lanes().forEach(lane -> lane.writing = false);
        if (result.failed()) {
            failed(done, result.cause());
            return;
        }
        failures = 0;
        parts.metrics()
                .flushed(
                        done.lanes().size(),
                        done.batch().deliveries().size(),
                        parts.time().nanos() - done.startedAt());
        if (!result.result().isEmpty()) {
            fenced.accept(result.result());
        }
        for (var at = 0; at < done.lanes().size(); at++) {
            written(done.lanes().get(at), done.batch().lanes().get(at), result.result());
        }
        for (var row : done.batch().deliveries()) {
            if (result.result().contains(row.owner()) && held.apply(row.owner().partition()) != null) {
                deliveries.add(row);
            }
        }
        goOn();
    }

    /** Refused only because the epoch was raised for this same node: written again, by the epoch it has now. */
    private void written(Lane lane, LaneStore.Progress snapshot, Set<OwnedPartition> refused) {
        if (refused.contains(snapshot.owner()) && !lane.owner.equals(snapshot.owner())) {
            touch(lane);
        } else {
            lane.written(snapshot.parked().size());
        }
    }

    private void failed(Flush done, Throwable cause) {
        LOG.warn(
                "progress of lanes was not written",
                Fields.of().count(done.lanes().size()),
                cause);
        parts.metrics().flushFailed();
        for (var lane : done.lanes()) {
            if (!lane.dirty) {
                lane.dirty = true;
                dirty.add(lane);
            }
        }
        for (var at = done.batch().deliveries().size() - 1; at >= 0; at--) {
            deliveries.addFirst(done.batch().deliveries().get(at));
        }
        failures++;
        var delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 6));
        arm(delay.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : delay);
    }

    private void goOn() {
        if (wasFull && !full()) {
            wasFull = false;
            roomAgain.run();
        }
        if (whenClean.isEmpty() && !(deliveries.isEmpty() && dirty.isEmpty())) {
            arm(isMuch() ? Duration.ZERO : parts.limits().flushEvery());
        } else {
            start();
        }
    }

    private boolean isMuch() {
        return dirty.size() >= parts.limits().flushLanes()
                || deliveries.size() >= parts.limits().flushLanes();
    }
}
