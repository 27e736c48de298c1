package dev.angarium.dispatch.replay;

import dev.angarium.cluster.Ownership;
import dev.angarium.dispatch.DispatchMetrics;
import dev.angarium.dispatch.SubscriptionConsumer;
import dev.angarium.dispatch.Subscriptions;
import dev.angarium.lane.ReplayOrder;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries on the parts whose partitions this node holds, a few at once, through the lanes. Progress is written twice a
 * second: after a crash a part goes on from there, so that some events may be delivered once more. Belongs to the lanes'
 * context.
 */
public final class ReplayRunner {
    private static final Log LOG = Log.of(ReplayRunner.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final int PARTS_MAX = 16;
    private static final int LETTERS_AT_ONCE = 20;

    private final PgReplayParts store;
    private final Subscriptions subscriptions;
    private final Ownership ownership;
    private final Consumer<ReplayOrder> lanes;
    private final Time time;
    private final DispatchMetrics metrics;
    private final Map<ReplayPart.Key, Carried> carried = new HashMap<>();
    private Time.@Nullable Timer ticker;
    private boolean busy;

    /** @param lanes takes orders, on this context */
    public ReplayRunner(
            PgReplayParts store,
            Subscriptions subscriptions,
            Ownership ownership,
            Consumer<ReplayOrder> lanes,
            Time time,
            DispatchMetrics metrics) {
        this.store = store;
        this.subscriptions = subscriptions;
        this.ownership = ownership;
        this.lanes = lanes;
        this.time = time;
        this.metrics = metrics;
    }

    public void start() {
        ticker = time.every(TICK, this::tick);
    }

    /** Takes no more parts and writes how far the others are. Call it once the lanes have stopped. */
    public Future<Void> stop() {
        if (ticker != null) {
            ticker.cancel();
        }
        return write();
    }

    private void tick() {
        if (busy) {
            return;
        }
        busy = true;
        write().compose(written -> take())
                .onFailure(failure -> LOG.warn("replays wait", Fields.of(), failure))
                .onComplete(done -> busy = false);
    }

    private Future<Void> write() {
        var news = new ArrayList<Carried>();
        var rows = new ArrayList<ReplayPart.Progress>();
        for (var part : carried.values()) {
            if (part.changed) {
                part.changed = false;
                news.add(part);
                rows.add(part.progress());
            }
        }
        if (rows.isEmpty()) {
            return Future.succeededFuture();
        }
        return store.progress(rows)
                .onSuccess(written -> forget(news, rows))
                .onFailure(failure -> news.forEach(part -> part.changed = true));
    }

    /** What is over and written needs no memory any more. */
    private void forget(List<Carried> written, List<ReplayPart.Progress> rows) {
        for (var at = 0; at < written.size(); at++) {
            var part = written.get(at);
            if ((rows.get(at).ended() || part.released) && !part.changed) {
                carried.remove(part.part.key());
            }
        }
    }

    private Future<Void> take() {
        var held = ownership.held();
        var room = PARTS_MAX - carried.size();
        if (room <= 0 || held.isEmpty()) {
            return Future.succeededFuture();
        }
        return store.open(held, carried.keySet(), room)
                .onSuccess(parts -> parts.forEach(this::carry))
                .mapEmpty();
    }

    /** A subscription that does not show here (yet) or is held leaves its parts waiting. */
    private void carry(ReplayPart part) {
        subscriptions
                .find(part.key().consumer())
                .filter(SubscriptionConsumer::running)
                .ifPresent(consumer -> {
                    var entry = new Carried(part, part.url().map(consumer::at).orElse(consumer));
                    carried.put(part.key(), entry);
                    entry.goOn();
                });
    }

    /** A part under way. */
    private final class Carried implements ReplayOrder.Listener {
        private final ReplayPart part;
        private final SubscriptionConsumer consumer;
        private long nextSeq;
        private long done;
        private long failed;
        private long doneBefore;
        private long failedBefore;
        private boolean ended;
        private boolean released;
        private boolean changed = true;

        Carried(ReplayPart part, SubscriptionConsumer consumer) {
            this.part = part;
            this.consumer = consumer;
            this.nextSeq = part.nextSeq();
            this.done = part.done();
            this.failed = part.failed();
        }

        ReplayPart.Progress progress() {
            return new ReplayPart.Progress(part.key(), nextSeq, done, failed, ended);
        }

        void goOn() {
            if (part.letters()) {
                store.letters(part, nextSeq, LETTERS_AT_ONCE)
                        .onSuccess(this::order)
                        .onFailure(failure -> release());
            } else {
                var wanted = part.wanted().and(consumer::wants);
                begin(ReplayOrder.range(consumer, part.instance(), nextSeq, part.untilSeq(), wanted, this));
            }
        }

        private void order(List<dev.angarium.event.Event> events) {
            if (events.isEmpty()) {
                end();
                return;
            }
            metrics.reprocessing(events.size());
            var last = events.get(events.size() - 1).seq();
            begin(new ReplayOrder(
                    consumer, part.instance(), events, events.get(0).seq(), last, any -> true, this));
        }

        private void begin(ReplayOrder order) {
            doneBefore = done;
            failedBefore = failed;
            lanes.accept(order);
        }

        @Override
        public void progress(long throughSeq, long delivered, long parked) {
            if (part.letters()) {
                metrics.reprocessed(doneBefore + delivered - done);
            }
            nextSeq = throughSeq + 1;
            done = doneBefore + delivered;
            failed = failedBefore + parked;
            changed = true;
        }

        @Override
        public void ended(ReplayOrder.End end) {
            switch (end) {
                case DONE -> afterAll();
                case NOT_OWNED, STOPPED -> release();
            }
        }

        private void afterAll() {
            if (part.letters()) {
                goOn();
            } else {
                end();
            }
        }

        private void end() {
            ended = true;
            changed = true;
        }

        /** Somebody else, or a later turn, goes on from what is written. */
        private void release() {
            released = true;
            changed = true;
        }
    }
}
