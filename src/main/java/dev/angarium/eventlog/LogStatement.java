package dev.angarium.eventlog;

import dev.angarium.event.Draft;
import dev.angarium.event.EventId;
import dev.angarium.event.OwnedPartition;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The inserting statement: one round trip, one commit, all rows or none but those of fenced partitions. */
public interface LogStatement {
    /** Never fails for what PostgreSQL answers; a failed Future is a defect. */
    Future<Outcome> run(List<OwnedPartition> fences, List<Proposal> rows);

    /** As {@link #run}, and lists the row in quarantine under its first type. */
    Future<Outcome> runQuarantined(List<OwnedPartition> fences, Proposal row, Quarantined why);

    /**
     * @param draft what to write
     * @param fence the index of its partition
     * @param seq its number if no row of its instance before it in the batch is a duplicate
     */
    record Proposal(Draft draft, int fence, long seq) {}

    /**
     * @param type of the event before it became {@code provider.unparsed}
     * @param reason the SQLSTATE
     */
    record Quarantined(String type, String reason) {}

    /** A row's key was known. */
    record Known(EventId first, int fingerprint) {}

    /** How the statement ended. */
    sealed interface Outcome {
        /** By index of the row; and by index of the fence. Rows that are in neither are committed. */
        record Done(Map<Integer, Known> known, Set<Integer> fenced) implements Outcome {
            /** Every row is committed. */
            public static final Done ALL = new Done(Map.of(), Set.of());
        }

        /** Nothing is committed, or nobody knows; the same for each row: stale, away or lost. */
        record Undone(RowResult each) implements Outcome {}

        /** Nothing is committed: there is no partition for today. */
        record NoPartition() implements Outcome {}

        /** Nothing is committed: the data of at least one row is not acceptable. */
        record Refused(String sqlState) implements Outcome {}
    }
}
