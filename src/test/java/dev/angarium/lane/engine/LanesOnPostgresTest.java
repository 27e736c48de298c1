package dev.angarium.lane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.progress.PgLaneProgress;
import dev.angarium.pg.TestDatabase;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.value.DeliveryLog;
import dev.angarium.time.Time;
import dev.angarium.time.VertxTime;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole engine on a Vert.x context, over the real log and the real progress. */
class LanesOnPostgresTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx VERTX = Vertx.vertx();
    private static final InstanceRef INSTANCE = new InstanceRef(1, "i1", 1, "default");

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void a_backlog_is_worked_off_then_live_events_follow_and_a_stop_writes_all() {
        database.execute(
                """
                insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, created_at, updated_at)
                  values ('c', 1, 'meta', 'c', sha256('c'), 'none', now(), now());
                insert into instance (id, tenant_no, connection_no, external_id, name, created_at)
                  values ('i1', 1, 1, 'x', 'i', now());
                insert into partition_owner (partition, epoch) values (0, 1);
                insert into event_log (instance, seq, bucket, tenant_no, received_at, occurred_at, type, correlation_id,
                  data, raw)
                select 1, n, (now() at time zone 'UTC')::date, 1, extract(epoch from now()) * 1000, 0,
                  'message.received', 'c', '{}', '{}' from generate_series(1, 700) n""");
        var time = new VertxTime(VERTX);
        var world = new World();
        world.store.epochs.put(0, 1L);
        var receiver = world.receiver(1);
        var context = VERTX.getOrCreateContext();
        var lanes = Await.of(on(context, () -> Future.succeededFuture(lanes(world, time))));
        until(time, () -> Future.succeededFuture(receiver.seen.size() == 700));
        Await.of(on(context, () -> {
            lanes.committed(List.of(event(701, time), event(702, time)));
            return Future.succeededFuture();
        }));
        Await.of(on(context, () -> lanes.stop(Duration.ofSeconds(5))));
        assertThat(receiver.seqs()).hasSize(702).isSorted().doesNotHaveDuplicates();
        assertThat(database.count("select seq from lane_cursor")).isEqualTo(702);
        assertThat(database.count("select count(*) from delivery_attempt")).isEqualTo(702);
    }

    private static Lanes lanes(World world, Time time) {
        var pool = database.pipelinePool(VERTX);
        var ports = new Lanes.Ports(
                new PgEventReader(pool),
                new PgLaneProgress(pool),
                world,
                world,
                LaneMetrics.NONE,
                LanesOnPostgresTest::gone);
        var breaker = new BreakerSettings(true, 5, Duration.ofSeconds(60), Duration.ofSeconds(30));
        var lanes = new Lanes(ports, new Lanes.Rules(World.LIMITS, breaker, DeliveryLog.ALL, 8), time, new Random(1));
        lanes.start();
        return lanes;
    }

    private static void gone(LaneConsumer consumer) {
        throw new AssertionError("nobody is gone");
    }

    private static Event event(long seq, Time time) {
        var bytes = "{}".getBytes(StandardCharsets.UTF_8);
        return new Event(INSTANCE, seq, "message.received", null, time.millis(), 0, "c", bytes, bytes);
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
        var done = Promise.<T>promise();
        context.runOnContext(go -> action.get().onComplete(done));
        return done.future();
    }

    /** Looks every few milliseconds. */
    private static void until(Time time, Supplier<Future<Boolean>> condition) {
        var done = Promise.<Void>promise();
        var timer = time.every(Duration.ofMillis(5), () -> condition.get().onSuccess(is -> {
            if (is) {
                done.tryComplete();
            }
        }));
        Await.of(done.future());
        timer.cancel();
    }
}
