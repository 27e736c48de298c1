package dev.angarium.inbox.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.cluster.OwnershipMetrics;
import dev.angarium.cluster.PgPartitionOwners;
import dev.angarium.cluster.SoloOwnership;
import dev.angarium.event.Draft;
import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.BatchWriter;
import dev.angarium.eventlog.EventLogMetrics;
import dev.angarium.eventlog.PgEventLog;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.eventlog.PgLogPartitions;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.pg.TestDatabase;
import dev.angarium.sequencer.BusSink;
import dev.angarium.sequencer.ConflictListener;
import dev.angarium.sequencer.SequencerMetrics;
import dev.angarium.sequencer.SequencerVerticle;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.settings.SilenceSettings;
import dev.angarium.time.ManualTime;
import dev.angarium.time.VertxTime;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An instance that speaks every five minutes and then no more, on a real log. */
class SilenceWatchTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration RHYTHM = Duration.ofMinutes(5);
    private static final SilenceSettings RULES =
            new SilenceSettings(Duration.ofMinutes(1), Duration.ofMinutes(2), 2, Duration.ofHours(1));
    private static int made;

    private final Vertx vertx = Vertx.vertx();
    private final ManualTime time = new ManualTime();
    private final MetricTable metrics = new MetricTable("angarium", 10);
    private final List<Event> committed = Collections.synchronizedList(new ArrayList<>());
    private BusSink sink;
    private InstanceStates states;
    private PgSilences silences;
    private SilenceWatch watch;
    private InstanceRef instance;

    @BeforeEach
    void start() {
        DATABASE.execute("truncate event_log, instance_habit, subscription, instance, connection cascade");
        var pool = DATABASE.pools(vertx).pipeline();
        var clock = new VertxTime(vertx);
        var partitions = new Partitions(4);
        var owners = new PgPartitionOwners(pool);
        var ownership = new SoloOwnership(vertx, partitions, owners, "n", clock, OwnershipMetrics.NONE);
        Await.of(ownership.claim());
        states = InstanceStates.on(vertx, new PgInstanceStates(pool), clock);
        var log = new BatchWriter(
                new PgEventLog(pool, clock, EventLogMetrics.NONE), new PgLogPartitions(pool), EventLogMetrics.NONE);
        var parts = new SequencerVerticle.Parts(
                log, new PgEventReader(pool), ownership, this::hear, ConflictListener.NONE, SequencerMetrics.NONE);
        Await.of(vertx.deployVerticle(new SequencerVerticle(parts, pipeline(), clock)));
        sink = new BusSink(vertx, partitions, clock, SequencerMetrics.NONE);
        silences = new PgSilences(pool);
        watch = new SilenceWatch(silences, sink, RULES, 10, new NodeMetrics(metrics), time);
        instance = instance("open");
        watch.start();
    }

    private static PipelineSettings pipeline() {
        return new PipelineSettings(
                1_000, 10, 500, Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(1), 1 << 20);
    }

    private static InstanceRef instance(String state) {
        var id = "ins-" + ++made;
        var tenant = (int) DATABASE.count("select no from tenant where id = 'default'");
        DATABASE.execute(
                "insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, created_at,"
                        + " updated_at) values (?, ?, 'evolution', 'c', sha256(?::bytea), 'none', now(), now())",
                "con-" + made,
                tenant,
                id);
        var no = (int) DATABASE.count(
                "insert into instance (id, tenant_no, connection_no, external_id, name, state, created_at)"
                        + " select ?, tenant_no, no, ?, 'i', ?, now() from connection where id = ? returning no",
                id,
                id,
                state,
                "con-" + made);
        return new InstanceRef(no, id, tenant, "default");
    }

    @AfterEach
    void stop() {
        watch.stop();
        Await.of(vertx.close());
    }

    private void hear(List<Event> events) {
        states.committed(events);
        committed.addAll(events);
    }

    private void speak() {
        var raw = "{}".getBytes(UTF_8);
        var draft = new Draft(
                instance, UUID.randomUUID(), 0, "message.received", null, time.millis(), time.millis(), "", raw, raw);
        Await.of(sink.submit(List.of(draft)));
    }

    private void speakFor(Duration span) {
        for (var left = span; left.compareTo(Duration.ZERO) > 0; left = left.minus(RHYTHM)) {
            speak();
            Await.of(silences.learn());
            time.forward(RHYTHM);
        }
    }

    /** Moves on until it is so: what a look does takes a moment of the real clock. */
    private void until(Duration atMost, BooleanSupplier isSo) {
        var end = time.millis() + atMost.toMillis();
        while (!isSo.getAsBoolean()) {
            assertThat(time.millis()).isLessThan(end);
            time.forward(Duration.ofSeconds(20));
            pause();
        }
    }

    private void pause() {
        var pause = Promise.<Void>promise();
        vertx.setTimer(30, fired -> pause.complete());
        Await.of(pause.future());
    }

    private List<JsonObject> told() {
        return List.copyOf(committed).stream()
                .filter(event -> event.type().equals("connection.updated"))
                .map(event -> new JsonObject(Buffer.buffer(event.data())))
                .toList();
    }

    private String state() {
        return String.valueOf(DATABASE.value("select state from instance where no = ?", instance.no()));
    }

    private boolean isInMetrics() {
        return metrics.exposition().contains("instance_silent{instance=\"" + instance.id() + "\"} 1.0");
    }

    @Test
    void an_instance_that_stops_speaking_is_silent_after_twice_its_longest_pause_until_it_speaks_again() {
        speakFor(Duration.ofHours(2));
        var since = time.millis() - RHYTHM.toMillis();
        until(Duration.ofMinutes(20), () -> state().equals("silent"));
        assertThat(time.millis() - since).isGreaterThan(2 * RHYTHM.toMillis());
        assertThat(told()).hasSize(1);
        assertThat(told().get(0).getString("state")).isEqualTo("silent");
        assertThat(told().get(0).getLong("usualSilenceSeconds")).isEqualTo(RHYTHM.toSeconds());
        assertThat(told().get(0).getLong("lastEventAt")).isEqualTo(since);
        until(Duration.ofMinutes(10), this::isInMetrics);

        time.forward(Duration.ofHours(1));
        speak();
        until(Duration.ofMinutes(10), () -> state().equals("open"));
        assertThat(told()).extracting(data -> data.getString("state")).containsExactly("silent", "open");
        until(Duration.ofMinutes(10), () -> !isInMetrics());
        assertThat(DATABASE.count("select longest from instance_habit where instance = ?", instance.no()))
                .as("a silence is no habit")
                .isEqualTo(RHYTHM.toMillis());
    }

    @Test
    void a_closed_instance_and_one_hardly_known_are_not_expected_to_speak() {
        speakFor(Duration.ofMinutes(30));
        look(Duration.ofMinutes(20));
        assertThat(told()).as("known for less than an hour").isEmpty();
        speakFor(Duration.ofHours(1));
        DATABASE.execute("update instance set state = 'closed' where no = ?", instance.no());
        look(Duration.ofHours(3));
        assertThat(told()).isEmpty();
    }

    private void look(Duration span) {
        for (var left = span; left.compareTo(Duration.ZERO) > 0; left = left.minus(RHYTHM)) {
            time.forward(RHYTHM);
            pause();
        }
    }

    @Test
    void a_silence_whose_note_was_lost_is_told_once() {
        speakFor(Duration.ofHours(2));
        until(Duration.ofMinutes(20), () -> state().equals("silent"));
        until(Duration.ofMinutes(10), this::isInMetrics);
        DATABASE.execute("update instance_habit set alarmed_at = null");
        DATABASE.execute("update instance set state = 'open' where no = ?", instance.no());
        look(Duration.ofMinutes(30));
        until(Duration.ofMinutes(10), () -> DATABASE.count("select count(alarmed_at) from instance_habit") == 1);
        assertThat(told()).hasSize(1);
    }

    @Test
    void the_longest_pause_of_a_week_is_forgotten_after_two() {
        speakFor(Duration.ofHours(1));
        time.forward(Duration.ofHours(9));
        speakFor(Duration.ofHours(1));
        assertThat(usual()).isGreaterThan(Duration.ofHours(9).toMillis());
        for (var day = 0; day < 16; day++) {
            speak();
            Await.of(silences.learn());
            time.jumpWall(Duration.ofHours(8));
            speak();
            Await.of(silences.learn());
            time.jumpWall(Duration.ofHours(8));
            speak();
            Await.of(silences.learn());
            time.jumpWall(Duration.ofHours(8));
        }
        assertThat(usual()).isEqualTo(Duration.ofHours(8).toMillis());
    }

    private static long usual() {
        return DATABASE.count("select greatest(longest, longest_before) from instance_habit");
    }
}
