package dev.angarium.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.observe.metrics.Exposition;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.pg.PgPools;
import dev.angarium.pg.TestDatabase;
import dev.angarium.time.VertxTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqlWatchTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String QUERIES = "angarium_db_query_duration_seconds_count";

    private final MetricTable table = new MetricTable("angarium", 10);
    private final SqlWatch watch = new SqlWatch(new NodeMetrics(table), VertxTime::new);
    private final Vertx vertx = Vertx.builder().withMetrics(watch.factory()).build();
    private final PgPools pools = DATABASE.pools(vertx);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void every_statement_is_timed_whether_it_succeeds_or_not() {
        Await.of(run(pools.pipeline(), "select 1"));
        Await.of(pools.reachable());
        var before = queries();

        Await.of(run(pools.pipeline(), "select 1"));
        Await.of(run(pools.api(), "select 1"));
        Await.failureOf(run(pools.pipeline(), "select 1 / 0"));
        Await.of(PgPools.using(
                pools.pipeline(),
                connection -> connection.preparedQuery("select $1::int").execute(Tuple.of(1))));

        assertThat(queries() - before).isEqualTo(4);
    }

    @Test
    void connections_are_lent_idle_or_waited_for() {
        watch.show(pools::connections);
        List<SqlConnection> lent = new ArrayList<>();
        for (var taken = 0; taken < 4; taken++) {
            lent.add(Await.of(pools.pipeline().getConnection()));
        }
        var waiting = pools.pipeline().getConnection();

        assertThat(connections("active")).isEqualTo(4);
        assertThat(connections("idle")).isZero();
        assertThat(connections("waiting")).isEqualTo(1);

        Await.of(lent.get(0).close());
        Await.of(Await.of(waiting).close());
        lent.stream().skip(1).forEach(connection -> Await.of(connection.close()));

        assertThat(connections("active")).isZero();
        assertThat(connections("idle")).isEqualTo(4);
        assertThat(connections("waiting")).isZero();
    }

    private static Future<?> run(Pool pool, String sql) {
        return PgPools.using(pool, connection -> connection.query(sql).execute());
    }

    private double queries() {
        return new Exposition(table).value(QUERIES);
    }

    private double connections(String state) {
        return new Exposition(table).value("angarium_db_pool_connections{state=\"" + state + "\"}");
    }
}
