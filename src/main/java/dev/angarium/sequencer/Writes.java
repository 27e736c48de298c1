package dev.angarium.sequencer;

import dev.angarium.event.Admission;
import dev.angarium.event.Event;
import dev.angarium.event.OwnedPartition;
import dev.angarium.eventlog.RowResult;
import dev.angarium.eventlog.WriteBatch;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.sequencer.SequencerMetrics.Refusal;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.time.Time;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The batches of a sequencer: when one starts, what is in it, and what its result means for each draft. */
final class Writes {
    private static final Log LOG = Log.of(Writes.class);
    private static final Duration CONFLICT_PERIOD = Duration.ofMinutes(1);
    private static final int TAILS_MAX = 1_000;
    private static final int STALE_TRIES = 5;
    private static final int HALVES = 2;

    /** A statement costs by itself what some twenty events do: two at once only where each has far more than that. */
    private static final int APART = 4;

    private final SequencerVerticle.Parts parts;
    private final PipelineSettings settings;
    private final Time time;
    private final Instances instances;
    private final Answers answers;
    private final Outage outage;
    private final Set<Batch> underWay = new HashSet<>();
    private final boolean[] halfBusy = new boolean[HALVES];
    private boolean loading;

    Writes(Sequencer.Core core, Outage outage) {
        this.parts = core.parts();
        this.settings = core.settings();
        this.time = core.time();
        this.instances = core.instances();
        this.answers = core.answers();
        this.outage = outage;
    }

    /** Starts what may start. */
    void drain() {
        loadTails();
        if (!outage.allowsStart()) {
            return;
        }
        if (underWay.isEmpty()) {
            startFirst();
        } else if (!outage.isOn()) {
            startSecond();
        }
    }

    /** Drafts under way that arrived before this have waited long enough; their outcome is open. */
    void abandonOlderThan(long since) {
        for (var batch : underWay) {
            batch.pendings.stream().filter(pending -> pending.since < since).forEach(answers::leaveUnknown);
        }
    }

    // ---- what starts

    private void loadTails() {
        if (loading || !outage.allowsStart()) {
            return;
        }
        var loads = instances.toLoad(TAILS_MAX);
        if (loads.isEmpty()) {
            return;
        }
        loading = true;
        outage.started();
        var numbers = loads.stream().map(load -> load.queue().instanceNo).toList();
        parts.reader().tails(numbers).onComplete(tails -> loaded(loads, tails));
    }

    private void loaded(List<Instances.Load> loads, AsyncResult<Map<Integer, Long>> tails) {
        loading = false;
        if (tails.succeeded()) {
            loads.forEach(load -> instances.loaded(load, tails.result().getOrDefault(load.queue().instanceNo, 0L)));
            outage.end();
        } else {
            loads.forEach(instances::notLoaded);
            outage.begin();
        }
        drain();
    }

    /** A small batch takes all there is; under load each half goes by itself, so that the next can start beside it. */
    private void startFirst() {
        var low = instances.half(0).waiting();
        var high = instances.half(1).waiting();
        if (outage.isOn() || Math.min(low, high) < APART * settings.batchSize()) {
            write(0, 1);
        } else {
            write(low >= high ? 0 : 1);
            startSecond();
        }
    }

    /** Beside one under way only with enough waiting, or one waiting long enough. */
    private void startSecond() {
        for (var half = 0; half < HALVES; half++) {
            var rota = instances.half(half);
            var latest = time.nanos() - settings.pollInterval().toNanos();
            if (!halfBusy[half] && (rota.waiting() >= worthwhile() || rota.oldest() <= latest)) {
                write(half);
            }
        }
    }

    /** As many as the write beside it carries, or batches would shrink to the least that may start one. */
    private int worthwhile() {
        var beside =
                underWay.stream().mapToInt(batch -> batch.pendings.size()).min().orElse(0);
        return Math.max(settings.batchSize(), beside);
    }

    private void write(int... halves) {
        var batch = new Batch();
        for (var half : halves) {
            fill(batch, instances.half(half));
        }
        if (batch.pendings.isEmpty()) {
            return;
        }
        busy(batch, true);
        outage.started();
        var start = time.nanos();
        parts.log().write(new WriteBatch(batch.fences, batch.rows)).onComplete(written -> {
            busy(batch, false);
            parts.metrics().batchWritten(batch.pendings.size(), time.nanos() - start);
            finish(batch, written);
        });
    }

    private void fill(Batch batch, Rota rota) {
        while (batch.pendings.size() < settings.batchMax() && batch.bytes < settings.maxBytes() / 8) {
            var pending = rota.next();
            if (pending == null) {
                return;
            }
            batch.add(pending, instances.epochOf(pending.queue.partition));
        }
    }

    private void busy(Batch batch, boolean busy) {
        for (var pending : batch.pendings) {
            pending.queue.underWay = busy;
            halfBusy[instances.half(pending.queue)] = busy;
        }
        if (busy) {
            underWay.add(batch);
        } else {
            underWay.remove(batch);
        }
    }

    // ---- what came back

    private void finish(Batch batch, AsyncResult<List<RowResult>> written) {
        if (written.failed()) {
            LOG.error("A batch failed; its epochs are renewed", Fields.of(), written.cause());
        }
        var events = new ArrayList<Event>(batch.pendings.size());
        for (var at = 0; at < batch.pendings.size(); at++) {
            settle(batch, at, written.succeeded() ? written.result().get(at) : RowResult.LOST, events);
        }
        for (var at = batch.again.size() - 1; at >= 0; at--) {
            putBack(batch.again.get(at));
        }
        if (!events.isEmpty()) {
            parts.listener().committed(events);
        }
        answers.send();
        batch.conflicts.forEach(this::tellConflict);
        drain();
    }

    private void settle(Batch batch, int at, RowResult result, Collection<Event> events) {
        if (isFromDatabase(result)) {
            outage.end();
        }
        var pending = batch.pendings.get(at);
        if (result instanceof RowResult.Committed committed) {
            committed(pending, committed.event(), events);
        } else if (result instanceof RowResult.Duplicate known) {
            known(batch, pending, known, events);
        } else if (result instanceof RowResult.Fenced) {
            fenced(batch, pending, batch.fenceOf(at));
        } else {
            notWritten(batch, at, result);
        }
    }

    private static boolean isFromDatabase(RowResult result) {
        return !(result instanceof RowResult.Away || result instanceof RowResult.Lost);
    }

    private void committed(Pending pending, Event event, Collection<Event> events) {
        pending.queue.advance(event.seq());
        events.add(event);
        parts.metrics().committed(event.instance(), time.nanos() - pending.since);
        answers.settle(pending, new Admission.Committed(event.id()));
    }

    /** A draft whose lost write had been committed finds its own key. */
    private void known(Batch batch, Pending pending, RowResult.Duplicate known, Collection<Event> events) {
        var first = known.first();
        if (pending.wroteItself(first.seq())) {
            committed(pending, Event.of(pending.draft, first.seq()), events);
            return;
        }
        parts.metrics().duplicate(pending.draft.instance());
        if (known.fingerprint() != pending.draft.fingerprint()) {
            parts.metrics().conflict(pending.draft.instance());
            batch.conflicts.put(pending, known);
        }
        answers.settle(pending, new Admission.Duplicate(first));
    }

    private void fenced(Batch batch, Pending pending, OwnedPartition fence) {
        answers.move(pending);
        if (batch.fenced.add(fence.partition())) {
            parts.ownership().fenced(fence.partition(), fence.epoch());
        }
    }

    private void notWritten(Batch batch, int at, RowResult result) {
        var pending = batch.pendings.get(at);
        if (result instanceof RowResult.Stale) {
            pending.tries++;
            instances.forget(pending.queue);
        } else if (result instanceof RowResult.Lost) {
            pending.doubt(batch.rows.get(at).lastSeq());
            outage.begin(batch.fenceOf(at));
        } else {
            outage.begin();
        }
        batch.again.add(pending);
    }

    private void putBack(Pending pending) {
        if (pending.answered) {
            return;
        }
        if (!instances.holds(pending.queue.partition)) {
            answers.move(pending);
        } else if (pending.tries > STALE_TRIES) {
            answers.giveUp(pending, Refusal.DATABASE_AWAY);
        } else {
            pending.queue.putBack(pending);
            instances.grown(pending.queue);
        }
    }

    private void tellConflict(Pending pending, RowResult.Duplicate known) {
        var now = time.nanos();
        var queue = pending.queue;
        if (queue.conflictToldAt == 0 || now - queue.conflictToldAt >= CONFLICT_PERIOD.toNanos()) {
            queue.conflictToldAt = now;
            parts.conflicts().conflict(pending.draft.instance(), known.first());
        }
    }

    /** Drafts under way to the log together, and the epochs they go under. */
    private static final class Batch {
        private final List<Pending> pendings = new ArrayList<>();
        private final List<WriteBatch.Row> rows = new ArrayList<>();
        private final List<OwnedPartition> fences = new ArrayList<>();
        private final Map<Integer, Integer> fenceOf = new HashMap<>();
        private final Set<Integer> fenced = new HashSet<>();
        private final List<Pending> again = new ArrayList<>();
        private final Map<Pending, RowResult.Duplicate> conflicts = new HashMap<>();
        private long bytes;

        void add(Pending pending, long epoch) {
            var partition = pending.queue.partition;
            var fence = fenceOf.get(partition);
            if (fence == null) {
                fence = fences.size();
                fenceOf.put(partition, fence);
                fences.add(new OwnedPartition(partition, epoch));
            }
            pendings.add(pending);
            rows.add(new WriteBatch.Row(pending.draft, fence, pending.queue.lastSeq()));
            bytes += pending.draft.weight();
        }

        OwnedPartition fenceOf(int at) {
            return fences.get(rows.get(at).fence());
        }
    }
}
