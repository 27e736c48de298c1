package dev.angarium.tenant.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.observe.metrics.Exposition;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.pg.TestDatabase;
import dev.angarium.time.ManualTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NodeFiguresTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final Vertx vertx = Vertx.vertx();
    private final PgFigures pg = new PgFigures(DATABASE.pipelinePool(vertx));
    private final ManualTime time = new ManualTime();
    private final MetricTable table = new MetricTable("angarium", 10);
    private final AtomicLong linesDropped = new AtomicLong();
    private Future<Figures> asked = Future.succeededFuture(Figures.NONE);
    private boolean away;
    private final NodeFigures figures = new NodeFigures(this::ask, linesDropped::get, new NodeMetrics(table), time);

    @BeforeEach
    void nothing_is_there_yet() {
        DATABASE.execute("truncate subscription, instance, connection cascade");
        DATABASE.execute("insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, created_at,"
                + " updated_at) select 'con_1', no, 'meta', 'c', sha256('k'), 'none', now(), now() from tenant");
    }

    @AfterEach
    void close() {
        figures.stop();
        Await.of(vertx.close());
    }

    @Test
    void instances_and_webhooks_are_counted_at_once_and_again_and_again() {
        instance("ins_1", "5511", "open");
        start();
        assertThat(value("devices")).isEqualTo(1);
        assertThat(value("devices_connected")).isEqualTo(1);
        assertThat(value("webhooks_active")).isZero();

        instance("ins_2", "5512", "closed");
        instance("ins_unassigned", "", "unknown");
        webhook("wh_1", "active", "");
        webhook("wh_2", "paused", "");
        later();
        assertThat(value("devices")).isEqualTo(2);
        assertThat(value("devices_connected")).isEqualTo(1);
        assertThat(value("webhooks_active")).isEqualTo(1);
        assertThat(figures.runtime().getLong("devices")).isEqualTo(2);
        assertThat(figures.runtime().getLong("devicesConnected")).isEqualTo(1);
    }

    @Test
    void a_webhook_failed_where_its_endpoint_disabled_it_not_its_owner() {
        webhook("wh_1", "disabled", "gone");
        webhook("wh_2", "disabled", "owner");
        start();

        assertThat(value("webhooks_failed")).isEqualTo(1);
        assertThat(value("webhooks_active")).isZero();
    }

    @Test
    void what_is_deleted_does_not_count() {
        instance("ins_1", "5511", "open");
        webhook("wh_1", "active", "");
        DATABASE.execute("update instance set deleted_at = now()");
        DATABASE.execute("update subscription set deleted_at = now()");
        start();

        assertThat(value("devices")).isZero();
        assertThat(value("webhooks_active")).isZero();
    }

    @Test
    void while_postgresql_is_away_the_last_figures_stay() {
        instance("ins_1", "5511", "open");
        start();
        away = true;
        later();
        assertThat(value("devices")).isEqualTo(1);

        away = false;
        instance("ins_2", "5512", "open");
        later();
        assertThat(value("devices")).isEqualTo(2);
    }

    @Test
    void lines_the_log_lost_are_counted_once_each() {
        linesDropped.set(4);
        start();
        linesDropped.set(7);
        later();

        assertThat(value("log_lines_dropped_total")).isEqualTo(7);
    }

    @Test
    void after_a_stop_nothing_is_counted() {
        start();
        figures.stop();

        assertThat(time.pending()).isZero();
    }

    @Test
    void ids_are_found_by_number_also_of_instances_that_are_gone() {
        instance("ins_1", "5511", "open");
        DATABASE.execute("update instance set deleted_at = now()");
        var no = (int) DATABASE.count("select no from instance");

        assertThat(Await.of(pg.ids(List.of(no, no + 1)))).isEqualTo(Map.of(no, "ins_1"));
    }

    private void start() {
        figures.start();
        answered();
    }

    private void later() {
        time.forward(NodeFigures.EVERY);
        answered();
    }

    /** The figures heard of the answer before whoever asks for it here. */
    private void answered() {
        Await.of(asked.transform(done -> Future.succeededFuture()));
    }

    private Future<Figures> ask() {
        asked = away ? Future.failedFuture("away") : pg.count();
        return asked;
    }

    private double value(String series) {
        return new Exposition(table).value(series);
    }

    private static void instance(String id, String account, String state) {
        DATABASE.execute(
                "insert into instance (id, tenant_no, connection_no, external_id, name, state, created_at)"
                        + " select ?, tenant_no, no, ?, 'i', ?, now() from connection",
                id,
                account,
                state);
    }

    private static void webhook(String id, String state, String reason) {
        DATABASE.execute(
                "insert into subscription (id, tenant_no, url, events, retry_count, retry_delays, timeout_millis,"
                        + " ordering, concurrency, batch, media_mode, format, instances, chats, groups, state,"
                        + " state_reason, created_at, updated_at) select ?, no, 'http://a', '{*}', 3, '{1}', 1000,"
                        + " 'instance', 1, 1, 'ready', 'native', '{}', '{}', true, ?, nullif(?, ''), now(), now() from tenant",
                id, state, reason);
    }
}
