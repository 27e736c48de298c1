package dev.angarium.sequencer;

import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import io.vertx.core.Context;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The drafts of one request that belong to one partition, on their way to its owner, with what completes them. The
 * owner's context settles each draft once; the origin reads the admissions after that, on its own context.
 */
final class Submission {
    private final List<Draft> drafts;
    private final int partition;
    private final long givenNanos;
    private final @Nullable Admission[] admissions;
    private final Context origin;
    private final Consumer<Submission> settled;
    private int open;

    /** @param givenNanos when the sender gives it away, on the node's clock */
    Submission(List<Draft> drafts, int partition, long givenNanos, Context origin, Consumer<Submission> settled) {
        this.drafts = drafts;
        this.partition = partition;
        this.givenNanos = givenNanos;
        this.admissions = new Admission[drafts.size()];
        this.origin = origin;
        this.settled = settled;
        this.open = drafts.size();
    }

    List<Draft> drafts() {
        return drafts;
    }

    int partition() {
        return partition;
    }

    long givenNanos() {
        return givenNanos;
    }

    Context origin() {
        return origin;
    }

    /** Null: the draft was not written because its partition is owned elsewhere; to be sent there. */
    @Nullable
    Admission admission(int index) {
        return admissions[index];
    }

    /** True once this was the last one. */
    boolean settle(int index, @Nullable Admission admission) {
        admissions[index] = admission;
        return --open == 0;
    }

    /** On the origin's context, after the last draft was settled. */
    void complete() {
        settled.accept(this);
    }
}
