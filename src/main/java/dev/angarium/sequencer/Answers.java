package dev.angarium.sequencer;

import dev.angarium.event.Admission;
import dev.angarium.sequencer.SequencerMetrics.Refusal;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows what is still owed an answer, and answers what a batch settled with one hop to each origin context: a hop for
 * each request would cost a wake-up of its event loop each.
 */
final class Answers {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final SequencerMetrics metrics;
    private final Map<Context, List<Submission>> complete = new IdentityHashMap<>();
    private int owed;
    private long bytes;

    Answers(SequencerMetrics metrics) {
        this.metrics = metrics;
    }

    /** Drafts that wait for their answer, and their weight in bytes. */
    int owed() {
        return owed;
    }

    long bytes() {
        return bytes;
    }

    void owe(Pending pending) {
        owed++;
        bytes += pending.draft.weight();
        pending.queue.total++;
        metrics.buffered(1);
    }

    void settle(Pending pending, Admission admission) {
        give(pending, admission);
    }

    /** To be sent to another owner; but where a write of it was lost, only a resend by the caller can tell. */
    void move(Pending pending) {
        if (pending.inDoubt()) {
            leaveUnknown(pending);
        } else {
            give(pending, null);
        }
    }

    /** 503 where it was surely not written, else 504. */
    void giveUp(Pending pending, Refusal reason) {
        if (pending.inDoubt()) {
            leaveUnknown(pending);
        } else if (!pending.answered) {
            give(pending, busy(reason));
        }
    }

    void leaveUnknown(Pending pending) {
        if (!pending.answered) {
            metrics.unknown();
            give(pending, new Admission.Unknown(RETRY_AFTER));
        }
    }

    /** A draft that never came in. */
    void refuse(Submission submission, int index, Refusal reason) {
        give(submission, index, busy(reason));
    }

    /** Drafts that came to the wrong owner. */
    void move(Submission submission) {
        for (var index = 0; index < submission.drafts().size(); index++) {
            give(submission, index, null);
        }
    }

    void send() {
        if (!complete.isEmpty()) {
            complete.forEach((origin, done) -> origin.runOnContext(go -> done.forEach(Submission::complete)));
            complete.clear();
        }
    }

    private Admission busy(Refusal reason) {
        metrics.refused(reason);
        return new Admission.Busy(RETRY_AFTER);
    }

    private void give(Pending pending, @Nullable Admission admission) {
        if (!pending.answered) {
            pending.answered = true;
            pending.queue.settled++;
            owed--;
            bytes -= pending.draft.weight();
            metrics.settled(1);
            give(pending.submission, pending.index, admission);
        }
    }

    private void give(Submission submission, int index, @Nullable Admission admission) {
        if (submission.settle(index, admission)) {
            complete.computeIfAbsent(submission.origin(), origin -> new ArrayList<>())
                    .add(submission);
        }
    }
}
