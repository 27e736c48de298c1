package dev.angarium.sequencer;

import dev.angarium.event.Draft;

/** One draft that waits for its number. Belongs to the sequencer's context. */
final class Pending {
    private static final long CERTAIN = -1;

    final InstanceQueue queue;
    final Submission submission;
    final int index;
    final Draft draft;

    /** Monotonic nanoseconds of its arrival. */
    final long since;

    /** Writes that found memory stale. */
    int tries;

    /** It has its answer; a write of it may still be under way. */
    boolean answered;

    private long lastSeqBefore = CERTAIN;

    Pending(InstanceQueue queue, Submission submission, int index, long since) {
        this.queue = queue;
        this.submission = submission;
        this.index = index;
        this.draft = submission.drafts().get(index);
        this.since = since;
    }

    /** A write of it was lost; lastSeq is its instance's last number before that. */
    void doubt(long lastSeq) {
        if (!inDoubt()) {
            lastSeqBefore = lastSeq;
        }
    }

    boolean inDoubt() {
        return lastSeqBefore != CERTAIN;
    }

    /** Whether a known key's first number can only come from the lost write of this very draft. */
    boolean wroteItself(long seq) {
        return inDoubt() && seq > lastSeqBefore;
    }
}
