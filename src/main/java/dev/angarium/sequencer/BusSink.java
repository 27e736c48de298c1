package dev.angarium.sequencer;

import static java.util.stream.Collectors.groupingBy;

import dev.angarium.cluster.Addresses;
import dev.angarium.cluster.ReferenceCodec;
import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.event.EventSink;
import dev.angarium.event.Partitions;
import dev.angarium.sequencer.SequencerMetrics.Refusal;
import dev.angarium.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends drafts to the owner of their partition, one way, with what completes them; a request and its reply would cost
 * far more. Where there is no owner, or it has just lost the partition, the same drafts are sent again a little later.
 * The owner bounds how long a draft waits (EVENT_PROCESSING_TIMEOUT), so no timer is set for each request here.
 */
public final class BusSink implements EventSink {
    private static final Duration OWNER_PATIENCE = Duration.ofSeconds(8);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int RETRY_MILLIS = 20;
    private static final List<Integer> FIRST = List.of(0);

    private final Vertx vertx;
    private final Partitions partitions;
    private final Time time;
    private final SequencerMetrics metrics;
    private final List<MessageProducer<Submission>> owners;

    /** One for each Vert.x: it registers the codec of its messages. */
    public BusSink(Vertx vertx, Partitions partitions, Time time, SequencerMetrics metrics) {
        this.vertx = vertx;
        this.partitions = partitions;
        this.time = time;
        this.metrics = metrics;
        var options = ReferenceCodec.register(vertx.eventBus(), Submission.class);
        this.owners = IntStream.range(0, partitions.count())
                .mapToObj(Addresses::sequencer)
                .map(address -> vertx.eventBus().<Submission>sender(address, options))
                .toList();
    }

    @Override
    public Future<List<Admission>> submit(List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var context = loop();
        var request = new Request(drafts, context);
        if (context.inThread()) {
            request.start();
        } else {
            context.runOnContext(go -> request.start());
        }
        return request.done.future();
    }

    /** Vert.x wraps the loop's context anew for each HTTP request; answers go to the loop, all of a batch in one hop. */
    private ContextInternal loop() {
        return ((ContextInternal) vertx.getOrCreateContext()).unwrap();
    }

    /** The drafts of one call until each has its admission. Lives on the caller's context. */
    private final class Request {
        private final List<Draft> drafts;
        private final Context origin;
        private final @Nullable Admission[] admissions;
        private final Promise<List<Admission>> done = Promise.promise();
        private final long deadline = time.nanos() + OWNER_PATIENCE.toNanos();
        private int open;

        Request(List<Draft> drafts, Context origin) {
            this.drafts = drafts;
            this.origin = origin;
            this.admissions = new Admission[drafts.size()];
            this.open = drafts.size();
        }

        void start() {
            if (drafts.size() == 1) {
                send(FIRST, drafts, partitionOf(drafts.get(0)));
            } else {
                sendByPartition(IntStream.range(0, drafts.size()).boxed().toList());
            }
        }

        private void sendByPartition(List<Integer> indices) {
            indices.stream()
                    .collect(groupingBy(index -> partitionOf(drafts.get(index))))
                    .forEach((partition, some) ->
                            send(some, some.stream().map(drafts::get).toList(), partition));
        }

        private void send(List<Integer> indices, List<Draft> some, int partition) {
            var submission = new Submission(some, partition, time.nanos(), origin, settled -> settle(indices, settled));
            owners.get(partition).write(submission).onFailure(nobody -> tryAgain(indices));
        }

        private void settle(List<Integer> indices, Submission settled) {
            var moved = new ArrayList<Integer>();
            for (var at = 0; at < indices.size(); at++) {
                var admission = settled.admission(at);
                if (admission == null) {
                    moved.add(indices.get(at));
                } else {
                    answer(indices.get(at), admission);
                }
            }
            if (!moved.isEmpty()) {
                tryAgain(moved);
            }
        }

        private void tryAgain(List<Integer> indices) {
            if (time.nanos() < deadline) {
                time.after(pause(), () -> sendByPartition(indices));
                return;
            }
            for (var index : indices) {
                metrics.refused(Refusal.NO_OWNER);
                answer(index, new Admission.Busy(RETRY_AFTER));
            }
        }

        private void answer(int index, Admission admission) {
            admissions[index] = admission;
            if (--open == 0) {
                done.complete(
                        Arrays.stream(admissions).map(Objects::requireNonNull).toList());
            }
        }
    }

    private int partitionOf(Draft draft) {
        return partitions.of(draft.instance().no());
    }

    /** 20 ms and up to 7 more, so that what was refused together does not come back together. */
    private Duration pause() {
        return Duration.ofMillis(RETRY_MILLIS + (time.nanos() >>> 10 & 7));
    }
}
