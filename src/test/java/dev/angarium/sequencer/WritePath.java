package dev.angarium.sequencer;

import dev.angarium.Await;
import dev.angarium.cluster.OwnershipMetrics;
import dev.angarium.cluster.PgPartitionOwners;
import dev.angarium.cluster.SoloOwnership;
import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.event.Event;
import dev.angarium.event.EventId;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.BatchWriter;
import dev.angarium.eventlog.Drafts;
import dev.angarium.eventlog.EventLogMetrics;
import dev.angarium.eventlog.LogWriter;
import dev.angarium.eventlog.PgEventLog;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.eventlog.PgLogPartitions;
import dev.angarium.eventlog.RowResult;
import dev.angarium.eventlog.WriteBatch;
import dev.angarium.pg.TestDatabase;
import dev.angarium.settings.DatabaseSettings;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.time.Time;
import dev.angarium.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The whole write path on a real database, with a gate before the log that a test can shut. */
final class WritePath implements AutoCloseable {
    static final int PARTITIONS = 8;

    final Vertx vertx = Vertx.vertx();
    final SoloOwnership ownership;
    final PgEventReader reader;
    final BusSink sink;
    final Gate gate;
    final List<Event> heard = Collections.synchronizedList(new ArrayList<>());
    final List<EventId> conflicts = Collections.synchronizedList(new ArrayList<>());
    private final SequencerVerticle verticle;
    private final String deployment;

    WritePath(Function<Vertx, Pool> pools, PipelineSettings settings) {
        this(pools, settings, VertxTime::new);
    }

    WritePath(Function<Vertx, Pool> pools, PipelineSettings settings, Function<Vertx, Time> clock) {
        var time = clock.apply(vertx);
        var pool = pools.apply(vertx);
        var real = new VertxTime(vertx);
        var partitions = new Partitions(PARTITIONS);
        ownership =
                new SoloOwnership(vertx, partitions, new PgPartitionOwners(pool), "node", real, OwnershipMetrics.NONE);
        Await.of(ownership.claim());
        reader = new PgEventReader(pool);
        gate = new Gate(new BatchWriter(
                new PgEventLog(pool, real, EventLogMetrics.NONE), new PgLogPartitions(pool), EventLogMetrics.NONE));
        verticle = new SequencerVerticle(
                new SequencerVerticle.Parts(
                        gate,
                        reader,
                        ownership,
                        heard::addAll,
                        (instance, first) -> conflicts.add(first),
                        SequencerMetrics.NONE),
                settings,
                time);
        deployment = Await.of(vertx.deployVerticle(verticle));
        sink = new BusSink(vertx, partitions, real, SequencerMetrics.NONE);
    }

    /** A pool that is patient where the machine of the test is busy. */
    static Function<Vertx, Pool> pools(TestDatabase database) {
        var found = database.settings();
        var patient = new DatabaseSettings(
                found.url(), found.dataDir(), 1, found.pipelinePoolSize(), found.maxWaiters(), Duration.ofSeconds(15));
        return vertx -> database.pools(vertx, patient).pipeline();
    }

    static PipelineSettings settings(int bufferSize, int batchMax) {
        return new PipelineSettings(
                bufferSize,
                10,
                batchMax,
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                64_000_000);
    }

    Future<Admission> submit(Draft draft) {
        return sink.submit(List.of(draft)).map(admissions -> admissions.get(0));
    }

    List<Future<Admission>> submitEach(int instance, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> submit(Drafts.draft(instance, "m" + number)))
                .toList();
    }

    Buffers buffers() {
        return Await.of(verticle.buffers());
    }

    Future<Void> stop() {
        return vertx.undeploy(deployment);
    }

    @Override
    public void close() {
        gate.open();
        Await.of(vertx.close());
    }

    /** Lets batches through to the real log, or holds them until told. */
    static final class Gate implements LogWriter {
        final Queue<WriteBatch> seen = new ConcurrentLinkedQueue<>();
        private final LogWriter log;
        private final ArrayDeque<Promise<Void>> held = new ArrayDeque<>();
        private boolean shut;

        Gate(LogWriter log) {
            this.log = log;
        }

        @Override
        public Future<List<RowResult>> write(WriteBatch batch) {
            seen.add(batch);
            return passed().compose(go -> log.write(batch));
        }

        private synchronized Future<Void> passed() {
            if (!shut) {
                return Future.succeededFuture();
            }
            var context = Vertx.currentContext();
            var promise = Promise.<Void>promise();
            var passed = Promise.<Void>promise();
            held.add(promise);
            promise.future().onComplete(go -> context.runOnContext(on -> passed.complete()));
            return passed.future();
        }

        synchronized void shut() {
            shut = true;
        }

        /** Lets the batches go that are held; later ones are held still. */
        synchronized void letGo() {
            while (!held.isEmpty()) {
                held.remove().complete();
            }
        }

        synchronized void open() {
            shut = false;
            letGo();
        }

        int batches() {
            return seen.size();
        }

        List<Integer> sizes() {
            return seen.stream().map(batch -> batch.rows().size()).toList();
        }
    }
}
