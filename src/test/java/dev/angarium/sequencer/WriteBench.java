package dev.angarium.sequencer;

import dev.angarium.Await;
import dev.angarium.cluster.OwnershipMetrics;
import dev.angarium.cluster.PgPartitionOwners;
import dev.angarium.cluster.SoloOwnership;
import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.event.EventTypes;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.BatchWriter;
import dev.angarium.eventlog.Drafts;
import dev.angarium.eventlog.EventLogMetrics;
import dev.angarium.eventlog.PgEventLog;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.eventlog.PgLogPartitions;
import dev.angarium.pg.Database;
import dev.angarium.settings.DatabaseSettings;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.time.Time;
import dev.angarium.time.VertxTime;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * How fast drafts become events, without HTTP: a closed loop of callers over the bus, the sequencer and PostgreSQL.
 * Arguments: seconds, callers (256), instances (1000), bytes of data and of raw each (512).
 */
public final class WriteBench {
    private static final int POOL = 4;

    private final Vertx vertx;
    private final Time time;
    private final BusSink sink;
    private final int instances;
    private final byte[] body;
    private final SplittableRandom random = new SplittableRandom(42);
    private final SplittableRandom keys = new SplittableRandom(1);
    private long settled;
    private long batches;
    private boolean over;

    private WriteBench(Vertx vertx, Time time, BusSink sink, int instances, int bytes) {
        this.vertx = vertx;
        this.time = time;
        this.sink = sink;
        this.instances = instances;
        this.body = new byte[bytes];
        for (var at = 0; at < bytes; at++) {
            body[at] = (byte) ('a' + random.nextInt(26));
        }
    }

    public static void main(String[] arguments) throws Exception {
        var seconds = argument(arguments, 0, 20);
        var vertx = Vertx.vertx();
        var time = new VertxTime(vertx);
        var directory = Files.createTempDirectory(Path.of("target"), "bench-").toAbsolutePath();
        var url = Optional.ofNullable(System.getProperty("url"));
        var settings = new DatabaseSettings(url, directory, POOL, POOL, 1_000, Duration.ofSeconds(5));
        var database = Await.of(Database.open(
                vertx,
                settings,
                new Database.Surroundings(UnaryOperator.identity(), UnaryOperator.identity(), state -> {})));
        var bench = start(vertx, time, database, arguments);
        bench.run(argument(arguments, 1, 256), Duration.ofSeconds(10));
        bench.measure(argument(arguments, 1, 256), Duration.ofSeconds(seconds));
        Await.of(vertx.close().eventually(database::close));
        System.exit(0);
    }

    private static WriteBench start(Vertx vertx, Time time, Database database, String[] arguments) {
        var pool = database.pipeline();
        var partitions = new Partitions(64);
        var ownership =
                new SoloOwnership(vertx, partitions, new PgPartitionOwners(pool), "bench", time, OwnershipMetrics.NONE);
        Await.of(ownership.claim());
        var log = new BatchWriter(
                new PgEventLog(pool, time, EventLogMetrics.NONE), new PgLogPartitions(pool), EventLogMetrics.NONE);
        var counted = new WriteBench[1];
        var metrics = new SequencerMetrics() {
            @Override
            public void batchWritten(int rows, long nanos) {
                counted[0].batches++;
            }
        };
        var parts = new SequencerVerticle.Parts(
                log, new PgEventReader(pool), ownership, events -> {}, ConflictListener.NONE, metrics);
        var pipeline = new PipelineSettings(
                1000,
                10,
                Integer.getInteger("batchMax", 500),
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                64_000_000);
        var sink = new BusSink(vertx, partitions, time, SequencerMetrics.NONE);
        counted[0] = new WriteBench(vertx, time, sink, argument(arguments, 2, 1_000), argument(arguments, 3, 512));
        Await.of(vertx.deployVerticle(new SequencerVerticle(parts, pipeline, time)));
        return counted[0];
    }

    private void measure(int callers, Duration span) throws InterruptedException {
        var root = Optional.ofNullable(Long.getLong("pid"))
                .flatMap(ProcessHandle::of)
                .orElse(ProcessHandle.current());
        var cpu = root.descendants().toList();
        var postgresBefore = cpuOf(cpu);
        var javaBefore = cpuOf(List.of(ProcessHandle.current()));
        settled = 0;
        batches = 0;
        var start = time.nanos();
        run(callers, span);
        var elapsed = (time.nanos() - start) / 1e9;
        var postgres = cpuOf(cpu).minus(postgresBefore).toNanos() / 1e3 / settled;
        var java = cpuOf(List.of(ProcessHandle.current())).minus(javaBefore).toNanos() / 1e3 / settled;
        System.out.printf(
                "events/s %.0f  PostgreSQL %.1f us  Java %.1f us  events a batch %.1f%n",
                settled / elapsed, postgres, java, (double) settled / Math.max(1, batches));
    }

    private static Duration cpuOf(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private void run(int callers, Duration span) throws InterruptedException {
        over = false;
        var left = new CountDownLatch(callers);
        vertx.runOnContext(go -> {
            for (var caller = 0; caller < callers; caller++) {
                call(left);
            }
            time.after(span, () -> over = true);
        });
        left.await();
    }

    private void call(CountDownLatch left) {
        if (over) {
            left.countDown();
            return;
        }
        sink.submit(List.of(draft())).onComplete(answer -> {
            if (answer.failed() || !(answer.result().get(0) instanceof Admission.Committed)) {
                System.out.println("refused: " + answer);
            } else {
                settled++;
            }
            call(left);
        });
    }

    private Draft draft() {
        InstanceRef instance = Drafts.instance(1 + random.nextInt(instances));
        return new Draft(
                instance,
                new UUID(keys.nextLong(), keys.nextLong()),
                1,
                EventTypes.MESSAGE_RECEIVED,
                "5511999999999@s.whatsapp.net",
                time.millis(),
                time.millis(),
                "0123456789abcdef0123456789abcdef",
                body,
                body);
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
