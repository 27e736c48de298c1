package dev.angarium.sequencer;

import dev.angarium.event.InstanceRef;
import dev.angarium.event.Partitions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The queues of this node's instances, by half of the partitions, and the epochs the partitions are held by. Idle queues
 * are forgotten, oldest first, once there are too many. Belongs to the sequencer's context.
 */
final class Instances {
    private static final int QUEUES_MAX = 100_000;
    private static final long NOT_HELD = -1;

    private final Partitions partitions;
    private final int capacity;
    private final long[] epochs;
    private final Map<Integer, InstanceQueue> queues = new LinkedHashMap<>();
    private final Rota[] halves = {new Rota(), new Rota()};
    private final ArrayDeque<InstanceQueue> unread = new ArrayDeque<>();

    Instances(Partitions partitions, int capacity) {
        this.partitions = partitions;
        this.capacity = capacity;
        this.epochs = new long[partitions.count()];
        Arrays.fill(epochs, NOT_HELD);
    }

    boolean holds(int partition) {
        return epochs[partition] != NOT_HELD;
    }

    long epochOf(int partition) {
        return epochs[partition];
    }

    /** What memory knew of the partition's instances may be outdated: it is read again under the new epoch. */
    void taken(int partition, long epoch) {
        if (epochs[partition] == epoch) {
            return;
        }
        epochs[partition] = epoch;
        for (var queue : queues.values()) {
            if (queue.partition == partition) {
                forget(queue);
            }
        }
    }

    /** Empties the partition's queues; what was in them is for another owner. */
    List<Pending> dropped(int partition) {
        epochs[partition] = NOT_HELD;
        var moved = new ArrayList<Pending>();
        for (var queue : queues.values()) {
            if (queue.partition == partition) {
                halves[half(queue)].shrunk(queue, queue.size());
                queue.forgetLastSeq();
                for (var pending = queue.poll(); pending != null; pending = queue.poll()) {
                    moved.add(pending);
                }
            }
        }
        return moved;
    }

    InstanceQueue queueOf(InstanceRef instance) {
        var queue = queues.get(instance.no());
        if (queue == null) {
            forgetIdle();
            queue = new InstanceQueue(instance.no(), instance.tenantNo(), partitions.of(instance.no()), capacity);
            queues.put(instance.no(), queue);
        }
        return queue;
    }

    @Nullable
    InstanceQueue find(int instanceNo) {
        return queues.get(instanceNo);
    }

    Collection<InstanceQueue> all() {
        return queues.values();
    }

    Rota half(int number) {
        return halves[number];
    }

    int half(InstanceQueue queue) {
        return queue.partition & 1;
    }

    /** A draft came into this queue, or back. */
    void grown(InstanceQueue queue) {
        halves[half(queue)].grown(queue);
        read(queue);
    }

    /** Drafts were taken out of this queue without a write. */
    void shrunk(InstanceQueue queue, int drafts) {
        halves[half(queue)].shrunk(queue, drafts);
    }

    /** A queue whose last number is being read under an epoch. */
    record Load(InstanceQueue queue, long epoch) {}

    /** The queues whose last number has to be read now, so many at most; they count as loading from here on. */
    List<Load> toLoad(int limit) {
        var loads = new ArrayList<Load>();
        for (var queue = unread.poll(); queue != null; queue = loads.size() < limit ? unread.poll() : null) {
            loads.add(new Load(queue, epochOf(queue.partition)));
        }
        return loads;
    }

    /** What the log says, unless somebody else may have written since: then it is read again. */
    void loaded(Load load, long lastSeq) {
        var queue = load.queue;
        queue.loading = false;
        if (load.epoch != epochOf(queue.partition)) {
            read(queue);
        } else if (!queue.knowsLastSeq()) {
            queue.lastSeq(lastSeq);
            halves[half(queue)].list(queue);
        }
    }

    void notLoaded(Load load) {
        load.queue.loading = false;
        read(load.queue);
    }

    /** What memory knows of the instance is wrong. */
    void forget(InstanceQueue queue) {
        queue.forgetLastSeq();
        read(queue);
    }

    private void read(InstanceQueue queue) {
        if (!queue.knowsLastSeq() && !queue.loading && !queue.isEmpty()) {
            queue.loading = true;
            unread.add(queue);
        }
    }

    private void forgetIdle() {
        if (queues.size() < QUEUES_MAX) {
            return;
        }
        var idle = queues.values().stream()
                .filter(InstanceQueue::isIdle)
                .limit(QUEUES_MAX / 10)
                .toList();
        idle.forEach(queue -> queues.remove(queue.instanceNo));
    }
}
