package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.angarium.Await;
import dev.angarium.settings.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class PgPoolsTest {
    private static final Duration A_SECOND_AND_A_BIT = Duration.ofMillis(1_500);

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @CsvSource({
        "plan_cache_mode,force_generic_plan", "enable_seqscan,off", "enable_hashjoin,off", "enable_mergejoin,off",
        "jit,off", "synchronous_commit,on", "application_name,angarium-pipeline", "statement_timeout,20s"
    })
    void a_pipeline_connection_is_set_up_for_steady_plans(String setting, String value, Vertx vertx) {
        assertThat(Await.of(setting(database.pipelinePool(vertx), setting))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"plan_cache_mode,auto", "enable_seqscan,on", "jit,off", "synchronous_commit,on", "statement_timeout,10s"
    })
    void an_api_connection_plans_as_usual(String setting, String value, Vertx vertx) {
        assertThat(Await.of(setting(database.apiPool(vertx), setting))).isEqualTo(value);
    }

    @Test
    void more_waiters_than_allowed_are_refused_at_once(Vertx vertx) {
        var pool = database.pools(vertx, TestDatabase.sized(database.settings(), 1, 2))
                .pipeline();
        var held = Await.of(pool.getConnection());
        var waiting = IntStream.range(0, 2)
                .mapToObj(i -> PgPools.using(pool, PgPoolsTest::one))
                .toList();

        var refused = Await.failureOf(PgPools.using(pool, PgPoolsTest::one));

        assertThat(PgFailure.of(refused).kind()).isEqualTo(PgFailure.Kind.UNAVAILABLE);
        Await.of(held.close());
        assertThat(Await.of(Future.all(waiting)).<Integer>list()).containsExactly(1, 1);
    }

    @Test
    void a_wait_for_a_connection_ends_after_the_connect_timeout(Vertx vertx) {
        var pool = database.pools(vertx, usual(TestDatabase.sized(database.settings(), 1, 2)))
                .pipeline();
        var held = Await.of(pool.getConnection());

        var failure = assertTimeout(A_SECOND_AND_A_BIT, () -> Await.failureOf(PgPools.using(pool, PgPoolsTest::one)));

        assertThat(PgFailure.of(failure).surelyNotWritten()).isTrue();
        Await.of(held.close());
        assertThat(Await.of(PgPools.using(pool, PgPoolsTest::one))).isEqualTo(1);
    }

    @Test
    void a_server_that_is_gone_is_told_at_once_to_every_waiter(Vertx vertx) throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        var login = new RuntimeRoles.Login(DatabaseUrl.local(port, "db", "user", "password"), Optional.empty());
        var pools = new PgPools(vertx, usual(database.settings()), new RuntimeRoles.Logins(login, login, List.of()));

        assertTimeout(A_SECOND_AND_A_BIT, () -> {
            var waiting = IntStream.range(0, 500)
                    .mapToObj(i -> PgPools.using(pools.pipeline(), PgPoolsTest::one))
                    .toList();
            waiting.forEach(each ->
                    assertThat(PgFailure.of(Await.failureOf(each)).kind()).isEqualTo(PgFailure.Kind.UNAVAILABLE));
            Await.failureOf(pools.reachable());
        });
    }

    @Test
    void a_server_that_accepts_but_never_answers_is_given_up_within_a_second(Vertx vertx) throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var nowhere = DatabaseUrl.local(silent.getLocalPort(), "db", "user", "password");
            var login = new RuntimeRoles.Login(nowhere, Optional.empty());
            var pools =
                    new PgPools(vertx, usual(database.settings()), new RuntimeRoles.Logins(login, login, List.of()));

            var failure = assertTimeout(
                    A_SECOND_AND_A_BIT, () -> Await.failureOf(PgPools.using(pools.pipeline(), PgPoolsTest::one)));

            assertThat(PgFailure.of(failure).kind()).isEqualTo(PgFailure.Kind.UNAVAILABLE);
            assertTimeout(A_SECOND_AND_A_BIT, () -> Await.failureOf(pools.reachable()));
        }
    }

    @Test
    void a_session_that_hangs_is_given_up_after_its_silence(Vertx vertx) throws Exception {
        var patience = new PgPools.Patience(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
        var pool = database.pools(vertx, TestDatabase.sized(database.settings(), 1, 10), patience)
                .pipeline();
        var backend = Await.of(number(pool, "select pg_backend_pid()"));
        signal("STOP", backend);

        var failure =
                assertTimeout(Duration.ofSeconds(4), () -> Await.failureOf(PgPools.using(pool, PgPoolsTest::one)));

        signal("CONT", backend);
        assertThat(PgFailure.of(failure).kind()).isEqualTo(PgFailure.Kind.OUTCOME_UNKNOWN);
        assertThat(Await.of(PgPools.using(pool, PgPoolsTest::one))).isEqualTo(1);
    }

    @Test
    void a_session_that_was_ended_is_not_handed_out_again(Vertx vertx) {
        var pool = database.pools(vertx, TestDatabase.sized(database.settings(), 4, 10))
                .pipeline();
        Await.of(Future.all(IntStream.range(0, 4)
                .mapToObj(i -> number(pool, "select 1 from pg_sleep(0.05)"))
                .toList()));

        database.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                + " where application_name = 'angarium-pipeline' and datname = current_database()");
        await().atMost(Duration.ofSeconds(5)).until(() -> pool.size() == 0);

        for (var i = 0; i < 8; i++) {
            assertThat(Await.of(PgPools.using(pool, PgPoolsTest::one))).isEqualTo(1);
        }
    }

    /** Waits as a node does where nothing else is set; the others are in no hurry on a busy machine. */
    private static DatabaseSettings usual(DatabaseSettings settings) {
        return new DatabaseSettings(
                settings.url(),
                settings.dataDir(),
                settings.apiPoolSize(),
                settings.pipelinePoolSize(),
                settings.maxWaiters(),
                Duration.ofSeconds(1));
    }

    private static Future<Integer> one(SqlClient client) {
        return number(client, "select 1");
    }

    private static Future<Integer> number(SqlClient client, String sql) {
        return client.query(sql).execute().map(rows -> rows.iterator().next().getInteger(0));
    }

    private static Future<String> setting(Pool pool, String name) {
        return pool.query("show " + name)
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    private static void signal(String name, long pid) throws IOException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
        await().atMost(Duration.ofSeconds(5)).until(() -> !kill.isAlive());
    }
}
