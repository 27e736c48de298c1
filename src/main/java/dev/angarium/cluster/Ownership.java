package dev.angarium.cluster;

import dev.angarium.event.Partitions;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What this node holds right now. A hint: the epoch in PostgreSQL decides, and every write names it. Safe to read from
 * any context: what it hands out is an immutable snapshot.
 */
public interface Ownership {
    Partitions partitions();

    /** The epoch this node claimed the partition with; empty while it does not hold it. */
    OptionalLong epochOf(int partition);

    /** The partitions held now. */
    Set<Integer> held();

    /** A write with this epoch was refused: somebody claimed the partition. It is dropped, and claimed again if due. */
    void fenced(int partition, long epoch);

    /** Calls back on the Vert.x context that asks, at once for every partition held, then on every change. */
    void listen(Listener listener);

    /** Told of partitions coming and going. */
    interface Listener {
        void taken(int partition, long epoch);

        void dropped(int partition);
    }
}
