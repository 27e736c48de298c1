package dev.angarium.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(VertxExtension.class)
class TenantSessionTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private PgPools pools;
    private TenantSession tenants;

    @BeforeAll
    static void createTable() {
        database.execute(
                """
                create table note (tenant_no int not null, text text not null);
                alter table note enable row level security;
                create policy note_tenant on note to angarium_api
                    using (tenant_no = angarium_tenant() or angarium_operator()) with check (tenant_no = angarium_tenant());
                create policy note_pipeline on note to angarium_pipeline using (true) with check (true);
                grant select, insert on note to angarium_api, angarium_pipeline;
                """);
    }

    @BeforeEach
    void prepare(Vertx vertx) {
        pools = database.pools(vertx);
        tenants = new TenantSession(pools.api());
        database.execute("truncate note");
        database.execute("insert into note values (1, 'one'), (2, 'two')");
    }

    @Test
    void without_a_tenant_there_are_no_rows() {
        assertThat(Await.of(texts(pools.api()))).isEmpty();
    }

    @Test
    void a_tenant_sees_its_own_rows_alone() {
        assertThat(Await.of(tenants.as(1, TenantSessionTest::texts))).containsExactly("one");
        assertThat(Await.of(tenants.as(2, TenantSessionTest::texts))).containsExactly("two");
        assertThat(Await.of(tenants.as(3, TenantSessionTest::texts))).isEmpty();
    }

    @Test
    void the_operator_and_the_pipeline_see_the_rows_of_all() {
        assertThat(Await.of(tenants.asOperator(TenantSessionTest::texts))).containsExactly("one", "two");
        assertThat(Await.of(texts(pools.pipeline()))).containsExactly("one", "two");
    }

    @Test
    void a_tenant_can_not_write_for_another() {
        var failure = Await.failureOf(tenants.as(1, connection -> insert(connection, 2, "forged")));

        assertThat(failure).isInstanceOfSatisfying(PgException.class, e -> assertThat(e.getSqlState())
                .isEqualTo("42501"));
        assertThat(database.count("select count(*) from note")).isEqualTo(2);
    }

    @Test
    void a_connection_carries_no_tenant_back_into_the_pool(Vertx vertx) {
        var settings = database.settings();
        var one = database.pools(vertx, TestDatabase.sized(settings, 1, 10)).api();
        var session = new TenantSession(one);
        var backend = Await.of(session.as(1, TenantSessionTest::backend));
        Await.of(session.asOperator(TenantSessionTest::backend));

        assertThat(Await.of(backend(one))).isEqualTo(backend);
        assertThat(Await.of(texts(one))).isEmpty();
        var settingsOfSession = "select coalesce(current_setting('angarium.tenant', true), '')"
                + " || coalesce(current_setting('angarium.scope', true), '')";
        assertThat(Await.of(one.query(settingsOfSession).execute())
                        .iterator()
                        .next()
                        .getString(0))
                .isEmpty();
    }

    @Test
    void what_succeeds_is_committed() {
        Await.of(tenants.as(1, connection -> insert(connection, 1, "more")));

        assertThat(database.count("select count(*) from note where text = 'more'"))
                .isEqualTo(1);
    }

    @Test
    void what_fails_is_rolled_back_and_fails_with_its_own_failure() {
        var mishap = new IllegalStateException("mishap");

        var failure = Await.failureOf(tenants.as(
                1, connection -> insert(connection, 1, "more").compose(inserted -> Future.failedFuture(mishap))));

        assertThat(failure).isSameAs(mishap);
        assertThat(database.count("select count(*) from note where text = 'more'"))
                .isZero();
    }

    @Test
    void work_that_throws_is_rolled_back_and_gives_its_connection_back(Vertx vertx) {
        var one = database.pools(vertx, TestDatabase.sized(database.settings(), 1, 10))
                .api();
        var session = new TenantSession(one);

        for (var i = 0; i < 3; i++) {
            var failure = Await.failureOf(session.as(1, connection -> {
                throw new IllegalStateException("mishap");
            }));
            assertThat(failure).hasMessage("mishap");
        }

        assertThat(Await.of(session.as(1, TenantSessionTest::texts))).containsExactly("one");
    }

    private static Future<List<String>> texts(SqlClient client) {
        return client.query("select text from note order by text").execute().map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> row.getString(0))
                .toList());
    }

    private static Future<Integer> backend(SqlClient client) {
        return client.query("select pg_backend_pid()")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private static Future<Void> insert(SqlConnection connection, int tenantNo, String text) {
        return connection
                .preparedQuery("insert into note values ($1, $2)")
                .execute(Tuple.of(tenantNo, text))
                .mapEmpty();
    }
}
