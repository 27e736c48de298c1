package dev.angarium.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.eventlog.Drafts;
import dev.angarium.pg.EmbeddedPostgres;
import dev.angarium.pg.Migrations;
import dev.angarium.pg.PgPools;
import dev.angarium.pg.RuntimeRoles;
import dev.angarium.settings.DatabaseSettings;
import dev.angarium.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed, all of it, while drafts come in, and started again by its supervisor. */
class DatabaseLossTest {
    private static final int INSTANCES = 4;
    private static final int CALLERS = 16;
    private static final int KILLS = 3;

    /** A second by contract, and another for a machine that is busy with other tests. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private EmbeddedPostgres postgres;
    private WritePath path;
    private final Map<String, Long> told = Collections.synchronizedMap(new HashMap<>());
    private final List<Long> unanswered = Collections.synchronizedList(new ArrayList<>());
    private volatile Promise<Void> ready = Promise.promise();
    private volatile boolean over;
    private int sent;

    @BeforeEach
    void start() {
        postgres = EmbeddedPostgres.start(directory, state -> heard(state));
        new Migrations(postgres.url()).run();
        var logins = new RuntimeRoles(postgres.url(), UnaryOperator.identity(), UnaryOperator.identity()).ensure();
        var settings = new DatabaseSettings(Optional.empty(), directory, 1, 4, 100, Duration.ofSeconds(5));
        path = new WritePath(vertx -> new PgPools(vertx, settings, logins).pipeline(), WritePath.settings(1_000, 100));
    }

    @AfterEach
    void stop() {
        path.close();
        postgres.stop();
    }

    @Test
    void nothing_acknowledged_is_lost_and_nobody_waits_for_ever() {
        var time = new VertxTime(path.vertx);
        var callers = new ArrayList<Future<Void>>();
        for (var caller = 0; caller < CALLERS; caller++) {
            callers.add(onLoop(path.vertx, () -> call(time)));
        }
        for (var kill = 0; kill < KILLS; kill++) {
            Await.of(onLoop(path.vertx, () -> after(time, Duration.ofMillis(500))));
            ready = Promise.promise();
            ProcessHandle.of(postgres.pid()).ifPresent(ProcessHandle::destroyForcibly);
            Await.of(ready.future());
        }
        Await.of(onLoop(path.vertx, () -> after(time, Duration.ofMillis(500))));
        over = true;
        Await.of(Future.join(callers));

        // Whether anybody has to be refused depends on how fast PostgreSQL is back; nobody waits longer than this.
        assertThat(unanswered).allMatch(waited -> waited < PATIENCE.toNanos());
        assertThat(told).hasSizeGreaterThan(100);
        for (var instance = 1; instance <= INSTANCES; instance++) {
            var events = Await.of(path.reader.after(Drafts.instance(instance), 0, 1_000_000, 1_000_000_000));
            for (var at = 0; at < events.size(); at++) {
                var seq = told.remove(events.get(at).correlationId());
                assertThat(events.get(at).seq()).isEqualTo(at + 1).isEqualTo(seq == null ? at + 1 : seq);
            }
        }
        assertThat(told).isEmpty();
    }

    private void heard(EmbeddedPostgres.State state) {
        if (state == EmbeddedPostgres.State.READY) {
            ready.tryComplete();
        }
    }

    /** One caller: the next draft when the last one has its answer, whatever that is. */
    private Future<Void> call(VertxTime time) {
        if (over) {
            return Future.succeededFuture();
        }
        var number = sent++;
        Draft draft = Drafts.draft(1 + number % INSTANCES, "m" + number);
        var start = time.nanos();
        return path.submit(draft).compose(admission -> {
            if (admission instanceof Admission.Committed committed) {
                told.put(draft.correlationId(), committed.id().seq());
            } else {
                unanswered.add(time.nanos() - start);
            }
            return call(time);
        });
    }

    private static Future<Void> after(VertxTime time, Duration delay) {
        var due = Promise.<Void>promise();
        time.after(delay, due::complete);
        return due.future();
    }

    private static Future<Void> onLoop(Vertx vertx, Supplier<Future<Void>> work) {
        var done = Promise.<Void>promise();
        vertx.runOnContext(go -> work.get().onComplete(done));
        return done.future();
    }
}
