package dev.angarium.sequencer;

import dev.angarium.event.InstanceRef;
import dev.angarium.sequencer.SequencerMetrics.Refusal;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Takes drafts in within bounds, and sees to it that each gets an answer in time. All of it on one Vert.x context. */
final class Sequencer {
    private static final Duration SWEEP_PERIOD = Duration.ofMillis(100);
    private static final Duration STOP_LOOK = Duration.ofMillis(5);

    private final Context context;
    private final SequencerVerticle.Parts parts;
    private final PipelineSettings settings;
    private final Time time;
    private final Instances instances;
    private final Answers answers;
    private final Outage outage;
    private final Writes writes;
    private final List<Time.Timer> timers = new ArrayList<>();
    private boolean awake;
    private boolean stopping;

    /** What its own parts share. */
    record Core(
            SequencerVerticle.Parts parts,
            PipelineSettings settings,
            Time time,
            Instances instances,
            Answers answers) {}

    Sequencer(Context context, SequencerVerticle.Parts parts, PipelineSettings settings, Time time) {
        this.context = context;
        this.parts = parts;
        this.settings = settings;
        this.time = time;
        this.instances = new Instances(parts.ownership().partitions(), settings.bufferSize());
        this.answers = new Answers(parts.metrics());
        this.outage = new Outage(context, parts, time, instances, this::drain);
        this.writes = new Writes(new Core(parts, settings, time, instances, answers), outage);
    }

    void start() {
        timers.add(time.every(settings.pollInterval(), this::drain));
        timers.add(time.every(SWEEP_PERIOD, this::sweep));
    }

    void taken(int partition, long epoch) {
        instances.taken(partition, epoch);
        wake();
    }

    void dropped(int partition) {
        instances.dropped(partition).forEach(answers::move);
        wake();
    }

    Instances instances() {
        return instances;
    }

    Answers answers() {
        return answers;
    }

    // ---- drafts come in

    /**
     * The byte budget is over when what waits has reached it. To count the request itself in would refuse a large one as
     * long as small ones keep coming; what it can exceed the budget by is bounded by the largest body there may be.
     */
    void accept(Submission submission) {
        if (!instances.holds(submission.partition())) {
            answers.move(submission);
        } else if (stopping) {
            refuse(submission, Refusal.STOPPING);
        } else if (answers.bytes() >= settings.maxBytes()) {
            refuse(submission, Refusal.BYTES_FULL);
        } else {
            enqueue(submission);
        }
        wake();
    }

    private void refuse(Submission submission, Refusal reason) {
        for (var index = 0; index < submission.drafts().size(); index++) {
            answers.refuse(submission, index, reason);
        }
    }

    /** A request's drafts of one instance come in together or not at all. */
    private void enqueue(Submission submission) {
        var now = time.nanos();
        parts.metrics().arrived(now - submission.givenNanos());
        var accepted = acceptedOf(submission);
        for (var index = 0; index < submission.drafts().size(); index++) {
            var queue = instances.queueOf(submission.drafts().get(index).instance());
            if (accepted.getOrDefault(queue.instanceNo, false)) {
                var pending = new Pending(queue, submission, index, now);
                answers.owe(pending);
                queue.add(pending);
                instances.grown(queue);
            } else {
                queue.rejected++;
                answers.refuse(submission, index, Refusal.BUFFER_FULL);
            }
        }
    }

    private Map<Integer, Boolean> acceptedOf(Submission submission) {
        var drafts = submission.drafts();
        if (drafts.size() == 1) {
            var instance = drafts.get(0).instance();
            return Map.of(instance.no(), instances.queueOf(instance).accepts(1));
        }
        var counts = new HashMap<InstanceRef, Integer>();
        drafts.forEach(draft -> counts.merge(draft.instance(), 1, Integer::sum));
        var accepted = new HashMap<Integer, Boolean>();
        counts.forEach((instance, count) ->
                accepted.put(instance.no(), instances.queueOf(instance).accepts(count)));
        return accepted;
    }

    // ---- the loop

    /** At the end of this tick of the loop, so that what arrives in one tick goes in one batch. */
    private void wake() {
        if (!awake) {
            awake = true;
            context.runOnContext(go -> {
                awake = false;
                drain();
            });
        }
    }

    private void drain() {
        writes.drain();
        answers.send();
    }

    /** Nobody waits for ever: not for the database, not for a statement. */
    private void sweep() {
        if (answers.owed() == 0) {
            return;
        }
        var now = time.nanos();
        var latest = now - settings.processingTimeout().toNanos();
        expire(pending -> pending.since < latest || outage.outwaited(pending, now));
        writes.abandonOlderThan(latest);
        answers.send();
    }

    private void expire(Predicate<Pending> expired) {
        var reason = stopping ? Refusal.STOPPING : outage.isOn() ? Refusal.DATABASE_AWAY : Refusal.TIMEOUT;
        for (var queue : instances.all()) {
            var before = queue.size();
            for (var head = queue.peek(); head != null && expired.test(head); head = queue.peek()) {
                queue.poll();
                answers.giveUp(head, reason);
            }
            instances.shrunk(queue, before - queue.size());
        }
    }

    // ---- the end

    /** Takes no new work and lets go once all that came in is settled, or the grace period is over. */
    Future<Void> stop() {
        stopping = true;
        var stopped = Promise.<Void>promise();
        lookForTheEnd(time.nanos() + settings.shutdownGrace().toNanos(), stopped);
        return stopped.future();
    }

    private void lookForTheEnd(long deadline, Promise<Void> stopped) {
        if (answers.owed() > 0 && time.nanos() < deadline) {
            time.after(STOP_LOOK, () -> lookForTheEnd(deadline, stopped));
            return;
        }
        timers.forEach(Time.Timer::cancel);
        expire(pending -> true);
        writes.abandonOlderThan(Long.MAX_VALUE);
        answers.send();
        stopped.complete();
    }
}
