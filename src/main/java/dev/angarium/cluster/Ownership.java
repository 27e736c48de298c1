package dev.angarium.cluster;

import dev.angarium.event.OwnedPartition;
import dev.angarium.event.Partitions;
import io.vertx.core.Future;
import java.util.Collection;
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

    /**
     * Raises the epochs of partitions held by these epochs: after a write whose outcome is unknown, so that it is
     * either seen from now on or refused for good. Done once the new epochs are in force; {@link #epochOf} names them,
     * and listeners were told {@code taken} again. Those no longer held so are left alone. Fails while PostgreSQL is
     * away.
     */
    Future<Void> renew(Collection<OwnedPartition> unsure);

    /** Calls back on the Vert.x context that asks, at once for every partition held, then on every change. */
    void listen(Listener listener);

    /** Told of partitions coming and going. */
    interface Listener {
        /** Also told of a partition that is held already, with a later epoch: its writers may have been unsure. */
        void taken(int partition, long epoch);

        void dropped(int partition);
    }
}
