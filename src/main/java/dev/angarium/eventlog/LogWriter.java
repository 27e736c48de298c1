package dev.angarium.eventlog;

import io.vertx.core.Future;
import java.util.List;

/** Writes batches to the log. At most one write may be under way for an instance. */
public interface LogWriter {
    /**
     * Writes what can be written, with synchronous commit.
     *
     * @return one result per draft, in the same order; fails only on a defect, and then nothing is known
     */
    Future<List<RowResult>> write(WriteBatch batch);
}
