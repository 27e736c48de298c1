package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.pg.PgFailure.Kind;
import io.netty.handler.timeout.ReadTimeoutException;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class PgFailureTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @BeforeAll
    static void createTables() {
        database.execute(
                """
                create table thing (no int constraint thing_key primary key, size int constraint thing_size check (size > 0));
                insert into thing values (1, 1);
                create table timed (at int not null) partition by range (at);
                grant all on thing, timed to angarium_pipeline;
                """);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "insert into thing values (1), UNIQUE_VIOLATION, thing_key",
                "insert into thing(size) values (0), DATA_REFUSED, \"\"",
                "\"insert into thing values (2, 0)\", DATA_REFUSED, thing_size",
                "insert into timed values (1), NO_PARTITION, \"\"",
                "select 1 / 0, DATA_REFUSED, \"\"",
                "select 'x'::int, DATA_REFUSED, \"\"",
                "\"select '{\\u0000}'::jsonb\", DATA_REFUSED, \"\"",
                "select from nowhere, DEFECT, \"\"",
                "a long wait, TIMED_OUT, \"\"",
                "select pg_terminate_backend(pg_backend_pid()), OUTCOME_UNKNOWN, \"\""
            })
    void an_answer_of_postgresql_is_told_by_its_state(String sql, Kind kind, String constraint, Vertx vertx) {
        var pool = database.pipelinePool(vertx);

        var failure = PgFailure.of(Await.failureOf(PgPools.using(pool, connection -> {
            var timed = kind == Kind.TIMED_OUT ? "set statement_timeout = 50; select pg_sleep(5)" : sql;
            return connection.query(timed).execute();
        })));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.constraint()).isEqualTo(constraint);
    }

    @ParameterizedTest
    @CsvSource({
        "40001,CONFLICT",
        "40P01,CONFLICT",
        "53100,DISK_FULL",
        "53300,TOO_MANY_CONNECTIONS",
        "53200,UNAVAILABLE",
        "57P01,OUTCOME_UNKNOWN",
        "57P02,OUTCOME_UNKNOWN",
        "57P03,UNAVAILABLE",
        "08006,OUTCOME_UNKNOWN",
        "08001,UNAVAILABLE",
        "25006,UNAVAILABLE",
        "54000,DATA_REFUSED",
        "22021,DATA_REFUSED",
        "23503,DATA_REFUSED",
        "42601,DEFECT",
        "XX000,DEFECT",
        "'',DEFECT"
    })
    void a_state_that_is_hard_to_provoke_is_told_too(String state, Kind kind) {
        assertThat(PgFailure.of(new PgException("says something else", "ERROR", state, ""))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void what_was_lost_on_the_way_may_have_been_written() {
        assertThat(PgFailure.of(ClosedConnectionException.INSTANCE).surelyNotWritten())
                .isFalse();
        assertThat(PgFailure.of(ReadTimeoutException.INSTANCE).surelyNotWritten())
                .isFalse();
        assertThat(PgFailure.of(new TimeoutException()).surelyNotWritten()).isFalse();
    }

    @Test
    void what_never_had_a_connection_was_not_written() {
        assertThat(PgFailure.of(new ConnectException()).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(PgFailure.of(new PgFailure.NotConnected(ClosedConnectionException.INSTANCE))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(PgFailure.of(new PgFailure.NotConnected(new PgException("", "FATAL", "53300", "")))
                        .kind())
                .isEqualTo(Kind.TOO_MANY_CONNECTIONS);
        assertThat(PgFailure.of(new PgFailure.NotConnected(new PgException("", "FATAL", "57P01", "")))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_mistake_of_ours_is_a_defect() {
        assertThat(PgFailure.of(new IllegalStateException()).kind()).isEqualTo(Kind.DEFECT);
    }
}
