package dev.angarium.sequencer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: tenants in turn, and in each tenant its instances in turn, one draft a turn. So a draft waits for at
 * most one draft of each other tenant and of each other instance of its own. A queue stays listed while its batch is
 * under way; nobody draws from this half of the partitions meanwhile.
 */
final class Rota {
    private final Map<Integer, ArrayDeque<InstanceQueue>> queuesOf = new HashMap<>();
    private final ArrayDeque<Integer> tenants = new ArrayDeque<>();
    private int waiting;

    /** About how many drafts wait here. */
    int waiting() {
        return waiting;
    }

    /** A draft came in, or back, to this queue. */
    void grown(InstanceQueue queue) {
        if (queue.listed) {
            waiting++;
        } else {
            list(queue);
        }
    }

    /** Lists the queue unless it is empty or listed, or its last number is not known. */
    void list(InstanceQueue queue) {
        if (queue.listed || queue.isEmpty() || !queue.knowsLastSeq()) {
            return;
        }
        queue.listed = true;
        waiting += queue.size();
        stand(queue);
    }

    /** Drafts left this queue without a write. */
    void shrunk(InstanceQueue queue, int drafts) {
        if (queue.listed) {
            waiting -= drafts;
        }
    }

    /** When the draft arrived that waits longest, or the end of time. */
    long oldest() {
        var oldest = Long.MAX_VALUE;
        for (var queues : queuesOf.values()) {
            for (var queue : queues) {
                var head = queue.peek();
                oldest = head == null ? oldest : Math.min(oldest, head.since);
            }
        }
        return oldest;
    }

    /** Takes the next draft, or null where none is left; its queue stands at the end again if more wait in it. */
    @Nullable
    Pending next() {
        for (var queue = nextQueue(); queue != null; queue = nextQueue()) {
            var before = queue.size();
            var pending = queue.knowsLastSeq() ? queue.poll() : null;
            queue.listed = pending != null && !queue.isEmpty();
            if (queue.listed) {
                waiting += queue.size() - before;
                stand(queue);
            } else {
                waiting -= before;
            }
            if (pending != null) {
                return pending;
            }
        }
        return null;
    }

    private @Nullable InstanceQueue nextQueue() {
        var tenant = tenants.poll();
        if (tenant == null) {
            return null;
        }
        var queues = Objects.requireNonNull(queuesOf.get(tenant));
        var queue = queues.remove();
        if (queues.isEmpty()) {
            queuesOf.remove(tenant);
        } else {
            tenants.add(tenant);
        }
        return queue;
    }

    private void stand(InstanceQueue queue) {
        var queues = queuesOf.get(queue.tenantNo);
        if (queues == null) {
            queues = new ArrayDeque<>();
            queuesOf.put(queue.tenantNo, queues);
            tenants.add(queue.tenantNo);
        }
        queues.add(queue);
    }
}
