package dev.angarium.sequencer;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one instance, in order of arrival, and the last number it was given. A request with more drafts than
 * the capacity waits in {@link #rest} and is let in as places come free; nothing else is until then. Belongs to the
 * sequencer's context.
 */
final class InstanceQueue {
    private static final long UNKNOWN = -1;

    final int instanceNo;
    final int tenantNo;
    final int partition;
    final int capacity;

    /** Whether a batch under way has drafts of it. */
    boolean underWay;

    /** Whether it stands in the rota. */
    boolean listed;

    /** Whether its last number is being read. */
    boolean loading;

    long rejected;

    /** Drafts that came in, and drafts that got their answer; in the same order but for those in doubt. */
    long total;

    long settled;

    /** When a conflict of it was told last, monotonic nanoseconds; 0: never. */
    long conflictToldAt;

    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private final ArrayDeque<Pending> rest = new ArrayDeque<>();
    private long lastSeq = UNKNOWN;

    InstanceQueue(int instanceNo, int tenantNo, int partition, int capacity) {
        this.instanceNo = instanceNo;
        this.tenantNo = tenantNo;
        this.partition = partition;
        this.capacity = capacity;
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isIdle() {
        return waiting.isEmpty() && !underWay && !listed && !loading;
    }

    /** Whether so many drafts of one request may come in. */
    boolean accepts(int drafts) {
        return rest.isEmpty() && (waiting.isEmpty() || waiting.size() + drafts <= capacity);
    }

    void add(Pending pending) {
        (waiting.size() < capacity ? waiting : rest).add(pending);
    }

    /** Back to where it came from: callers give the last one first. */
    void putBack(Pending pending) {
        waiting.addFirst(pending);
    }

    @Nullable
    Pending peek() {
        return waiting.peekFirst();
    }

    @Nullable
    Pending poll() {
        var first = waiting.pollFirst();
        if (waiting.size() < capacity && !rest.isEmpty()) {
            waiting.add(rest.poll());
        }
        return first;
    }

    boolean knowsLastSeq() {
        return lastSeq != UNKNOWN;
    }

    long lastSeq() {
        return lastSeq;
    }

    void lastSeq(long seq) {
        lastSeq = seq;
    }

    /** A write gave it this number; means nothing where the last number is being read anyway. */
    void advance(long seq) {
        if (knowsLastSeq()) {
            lastSeq = seq;
        }
    }

    void forgetLastSeq() {
        lastSeq = UNKNOWN;
    }
}
