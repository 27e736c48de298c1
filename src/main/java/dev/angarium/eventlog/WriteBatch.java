package dev.angarium.eventlog;

import dev.angarium.event.Draft;
import dev.angarium.event.OwnedPartition;
import java.util.List;

/**
 * Drafts to be written together.
 *
 * @param fences the partitions they belong to, each once, with the epochs this node holds them by
 * @param rows the drafts; the order of one instance's rows is the order of their numbers
 */
public record WriteBatch(List<OwnedPartition> fences, List<Row> rows) {

    /**
     * @param draft what to write
     * @param fence the index of its partition in {@link #fences}
     * @param lastSeq the last number of its instance, the same in all rows of the instance
     */
    public record Row(Draft draft, int fence, long lastSeq) {}
}
