package dev.angarium.access.once;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.pg.TestDatabase;
import dev.angarium.time.ManualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessUpkeepTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final ManualTime time = new ManualTime();
    private final Vertx vertx = Vertx.vertx();
    private final List<String> done = new ArrayList<>();
    private int chains;

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void keys_past_their_day_go_at_the_start_and_at_each_interval() {
        var pool = DATABASE.pipelinePool(vertx);
        var vault = new Vault(
                MasterKey.parse("ab".repeat(32)).orElseThrow(), Optional.empty(), new Secrets(new SecureRandom()));
        var claims = new PgClaims(DATABASE.tenants(vertx), vault, time);
        var rounds = new ArrayDeque<Future<Integer>>();
        var upkeep = upkeep(() -> kept(rounds, claims.purge(pool)), () -> settled(0), A_DAY);
        claimed("old", 25);
        claimed("young", 1);

        upkeep.start();
        end(rounds);
        assertThat(keys()).containsExactly("young");

        time.forward(A_DAY);
        end(rounds);
        assertThat(keys()).isEmpty();
        upkeep.stop();
    }

    @Test
    void a_duty_goes_on_until_nothing_is_left() {
        var left = new ArrayDeque<>(List.of(10_000, 10_000, 3, 0, 99));
        var upkeep = upkeep(() -> settled("keys", left.remove()), () -> settled("secrets", 0), EVERY);

        upkeep.start();

        assertThat(left).containsExactly(99);
        assertThat(done).containsExactly("keys", "keys", "keys", "keys", "secrets");
    }

    @Test
    void a_duty_that_never_ends_is_left_for_the_next_time() {
        var upkeep = upkeep(() -> settled("keys", 1), () -> settled(0), EVERY);

        upkeep.start();

        assertThat(done).hasSize(100);
    }

    @Test
    void a_duty_that_fails_keeps_neither_the_other_nor_the_next_time_away() {
        var upkeep = upkeep(() -> Future.failedFuture("the database is away"), () -> settled("secrets", 0), EVERY);

        upkeep.start();
        time.forward(EVERY);

        assertThat(done).containsExactly("secrets", "secrets");
        assertThat(chains).isEqualTo(2);
    }

    @Test
    void a_cleaning_under_way_is_not_begun_again_and_a_stop_ends_it() {
        var first = Promise.<Integer>promise();
        var upkeep = upkeep(first::future, () -> settled("secrets", 0), EVERY);
        upkeep.start();
        time.forward(EVERY);
        assertThat(done).isEmpty();

        first.complete(0);
        assertThat(done).containsExactly("secrets");

        upkeep.stop();
        assertThat(time.pending()).isZero();
    }

    private AccessUpkeep upkeep(
            Supplier<Future<Integer>> purge, Supplier<Future<Integer>> endOverlaps, Duration every) {
        var duties = new AccessUpkeep.Duties(purge, endOverlaps, () -> {
            chains++;
            return settled(0);
        });
        return new AccessUpkeep(duties, every, time);
    }

    private Future<Integer> settled(String duty, int rows) {
        done.add(duty);
        return settled(rows);
    }

    private static Future<Integer> settled(int rows) {
        return Future.succeededFuture(rows);
    }

    private static Future<Integer> kept(Deque<Future<Integer>> rounds, Future<Integer> round) {
        rounds.add(round);
        return round;
    }

    /** Each round begins the next before whoever waits for it here hears of its end. */
    private static void end(Deque<Future<Integer>> rounds) {
        while (!rounds.isEmpty()) {
            Await.of(rounds.remove());
        }
    }

    private void claimed(String key, int hoursAgo) {
        DATABASE.execute(
                "insert into idempotency (tenant_no, actor, key, request_hash, reserved_until, created_at)"
                        + " select no, 'key:1', ?, '\\x00', now(), to_timestamp(?) from tenant",
                key,
                (double) (time.millis() / 1_000 - hoursAgo * 3_600L));
    }

    private static List<Object> keys() {
        return DATABASE.query("select key from idempotency order by key").stream()
                .map(row -> row.get("key"))
                .toList();
    }
}
