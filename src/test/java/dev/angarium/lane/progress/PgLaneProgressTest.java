package dev.angarium.lane.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.OwnedPartition;
import dev.angarium.lane.Attempt;
import dev.angarium.lane.DeadLetter;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStore;
import dev.angarium.pg.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The statement, its fence, and the functions beside it, on the real PostgreSQL. */
class PgLaneProgressTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx VERTX = Vertx.vertx();
    private static final OwnedPartition ONE = new OwnedPartition(1, 7);
    private static final OwnedPartition TWO = new OwnedPartition(2, 3);
    private static final LaneKey LANE = new LaneKey(5, 1);

    private static Pool pool;
    private static PgLaneProgress store;
    private static PgLaneJobs jobs;

    @BeforeAll
    static void connect() {
        pool = database.pipelinePool(VERTX);
        store = new PgLaneProgress(pool);
        jobs = new PgLaneJobs(pool);
        database.execute(
                """
                insert into tenant (id, name) values ('other', 'Other');
                insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, created_at, updated_at)
                  select 'c' || no, no, 'meta', 'c', sha256(no::text::bytea), 'none', now(), now() from tenant;
                insert into instance (id, tenant_no, connection_no, external_id, name, created_at)
                  select 'i' || n, c.tenant_no, c.no, 'x' || n, 'i', now()
                  from generate_series(1, 4) n join connection c on c.tenant_no = case when n = 4 then 2 else 1 end
                  order by n""");
    }

    @AfterAll
    static void disconnect() {
        VERTX.close();
    }

    @BeforeEach
    void empty() {
        database.execute(
                """
                truncate lane_cursor, delivery_attempt, dead_letter, partition_owner, event_log, instance_sequence,
                  subscription;
                insert into partition_owner (partition, epoch) values (1, 7), (2, 3)""");
    }

    @Test
    void cursor_attempts_and_dead_letters_are_written_together_and_read_back() {
        var tried = List.of(new Attempt(11, 22, 500, "status", "sorry"), new Attempt(33, 44, 0, "timeout", null));
        var trial = new LaneStore.Trial(3, 2, 99, tried);
        var refused = flush(new LaneStore.Progress(ONE, LANE, 1, 17, "{[19,20)}", trial, List.of(letter(16))));
        assertThat(refused).isEmpty();
        assertThat(Await.of(store.saved(List.of(LANE, new LaneKey(6, 1)))))
                .containsOnlyKeys(LANE)
                .containsEntry(LANE, new LaneStore.Saved(17, "{[19,20)}", trial));
        assertThat(database.query("select seq, reason, attempts, convert_from(raw, 'UTF8') as raw from dead_letter"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("seq", 16L)
                        .containsEntry("reason", "attempts")
                        .containsEntry("attempts", 4)
                        .containsEntry("raw", "{}"));
    }

    @Test
    void attempts_become_rows() {
        var attempt = new Attempt(11, 22, 500, "status", "head\0 of \ud800 it \uD83D\uDE00");
        var row = new LaneStore.Delivery(ONE, LANE, 1, 17, 3, 2, attempt);
        Await.of(store.flush(new LaneStore.Batch(List.of(), List.of(row, row))));
        assertThat(database.query("select seq, count, attempt, status, response_head from delivery_attempt"))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one)
                        .containsEntry("seq", 17L)
                        .containsEntry("count", 3)
                        .containsEntry("attempt", 2)
                        .containsEntry("response_head", "head\ufffd of \ufffd it \uD83D\uDE00"));
    }

    @Test
    void a_cursor_never_falls_and_a_settled_range_stays_settled() {
        flush(progress(ONE, 10, "{[12,14),[20,21)}"));
        flush(progress(ONE, 8, "{[16,17)}"));
        assertThat(saved()).isEqualTo(new LaneStore.Saved(10, "{[12,14),[16,17),[20,21)}", LaneStore.Trial.NONE));
        flush(progress(ONE, 15, "{}"));
        assertThat(saved()).isEqualTo(new LaneStore.Saved(15, "{[16,17),[20,21)}", LaneStore.Trial.NONE));
        flush(progress(ONE, 30, "{}"));
        assertThat(saved()).isEqualTo(new LaneStore.Saved(30, "{}", LaneStore.Trial.NONE));
    }

    @Test
    void an_older_word_of_the_head_does_not_replace_a_newer_one() {
        var trial = new LaneStore.Trial(1, 2, 5, List.of());
        flush(new LaneStore.Progress(ONE, LANE, 1, 10, "{}", trial, List.of()));
        flush(progress(ONE, 9, "{}"));
        assertThat(saved().trial()).isEqualTo(trial);
        flush(progress(ONE, 10, "{}"));
        assertThat(saved().trial()).isEqualTo(LaneStore.Trial.NONE);
    }

    @Test
    void of_a_partition_that_is_not_held_nothing_is_written() {
        var stale = new OwnedPartition(1, 6);
        var other = new LaneKey(5, 2);
        var refused = Await.of(store.flush(new LaneStore.Batch(
                List.of(
                        new LaneStore.Progress(stale, LANE, 1, 17, "{}", LaneStore.Trial.NONE, List.of(letter(16))),
                        new LaneStore.Progress(TWO, other, 1, 4, "{}", LaneStore.Trial.NONE, List.of())),
                List.of(new LaneStore.Delivery(stale, LANE, 1, 17, 1, 1, new Attempt(1, 1, 200, null, null))))));
        assertThat(refused).containsExactly(stale);
        assertThat(Await.of(store.saved(List.of(LANE, other)))).containsOnlyKeys(other);
        assertThat(database.count("select count(*) from dead_letter")).isZero();
        assertThat(database.count("select count(*) from delivery_attempt")).isZero();
    }

    @Test
    void a_partition_that_nobody_ever_claimed_is_refused() {
        var unknown = new OwnedPartition(60, 1);
        assertThat(flush(progress(unknown, 17, "{}"))).containsExactly(unknown);
        assertThat(database.count("select count(*) from lane_cursor")).isZero();
    }

    @Test
    void a_flush_that_waits_for_a_claim_is_refused_by_it() {
        var claimed = pool.getConnection().compose(connection -> connection
                .begin()
                .compose(transaction -> connection
                        .query("update partition_owner set epoch = 8 where partition = 1")
                        .execute()
                        .compose(updated -> {
                            var flush = store.flush(new LaneStore.Batch(List.of(progress(ONE, 17, "{}")), List.of()));
                            return connection
                                    .query("select pg_sleep(0.2)")
                                    .execute()
                                    .compose(slept -> transaction.commit())
                                    .compose(committed -> flush);
                        }))
                .eventually(connection::close));
        assertThat(Await.of(claimed)).containsExactly(ONE);
        assertThat(database.count("select count(*) from lane_cursor")).isZero();
    }

    @Test
    void a_claim_waits_for_a_flush_and_two_flushes_do_not_wait_for_each_other() {
        for (var round = 1; round <= 50; round++) {
            var seq = round;
            var first = store.flush(new LaneStore.Batch(List.of(progress(ONE, seq, "{}")), List.of()));
            var second = store.flush(new LaneStore.Batch(
                    List.of(new LaneStore.Progress(
                            ONE, new LaneKey(5, 2), 1, seq, "{}", LaneStore.Trial.NONE, List.of())),
                    List.of()));
            assertThat(Await.of(first)).isEmpty();
            assertThat(Await.of(second)).isEmpty();
        }
        assertThat(saved().through()).isEqualTo(50);
    }

    @Test
    void a_repeated_batch_parks_nothing_twice() {
        var progress = new LaneStore.Progress(ONE, LANE, 1, 17, "{}", LaneStore.Trial.NONE, List.of(letter(17)));
        flush(progress);
        flush(progress);
        assertThat(database.count("select count(*) from dead_letter")).isEqualTo(1);
    }

    @Test
    void a_day_without_a_partition_is_made_at_the_first_failure() {
        database.execute("drop table delivery_attempt_" + today().toString().replace("-", ""));
        var batch = new LaneStore.Batch(
                List.of(), List.of(new LaneStore.Delivery(ONE, LANE, 1, 1, 1, 1, new Attempt(1, 1, 200, null, null))));
        Await.failureOf(store.flush(batch));
        assertThat(Await.of(store.flush(batch))).isEmpty();
    }

    @Test
    void old_days_and_old_dead_letters_go() {
        flush(new LaneStore.Progress(ONE, LANE, 1, 17, "{}", LaneStore.Trial.NONE, List.of(letter(16), letter(17))));
        database.execute("update dead_letter set parked_at = now() - interval '8 days' where seq = 16");
        assertThat(Await.of(jobs.expireDeadLetters(Duration.ofDays(7)))).isEqualTo(1);
        database.execute("select delivery_attempt_make(current_date - 40, 3)");
        assertThat(Await.of(jobs.dropAttempts(Duration.ofDays(30)))).isEqualTo(3);
        assertThat(Await.of(jobs.makeAhead())).isZero();
    }

    @Test
    void instances_come_in_pages_with_all_that_a_lane_needs() {
        var first = Await.of(store.instances(0, 2));
        assertThat(first)
                .containsExactly(new InstanceRef(1, "i1", 1, "default"), new InstanceRef(2, "i2", 1, "default"));
        assertThat(Await.of(store.instances(3, 2))).containsExactly(new InstanceRef(4, "i4", 2, "other"));
    }

    @Test
    void a_new_subscription_starts_at_the_tail() {
        logged(1, 1, 1_000);
        logged(1, 2, 2_000);
        database.execute("insert into instance_sequence (instance, last_seq, epoch) values (1, 1, 1), (2, 40, 1)");
        database.execute("select start_lanes_at_tail(5, 1)");
        assertThat(database.query("select instance, seq from lane_cursor order by instance"))
                .extracting(row -> row.get("instance") + ":" + row.get("seq"))
                .containsExactly("1:2", "2:40");
    }

    @Test
    void a_start_by_number_begins_with_it_at_every_instance() {
        logged(1, 1, 1_000);
        database.execute("select start_lanes_from(6, 1, null, 3)");
        assertThat(database.query("select instance, seq from lane_cursor where consumer = 6 order by instance"))
                .extracting(row -> row.get("instance") + ":" + row.get("seq"))
                .containsExactly("1:2", "2:2", "3:2");
    }

    @Test
    void a_start_by_time_begins_with_the_first_event_since_then() {
        var base = today().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        logged(1, 1, base);
        logged(1, 2, base + 1_000);
        logged(1, 3, base + 2_000);
        logged(2, 1, base);
        database.execute("select start_lanes_from(6, 1, " + (base + 500) + ", null)");
        assertThat(database.query("select instance, seq from lane_cursor where consumer = 6 order by instance"))
                .extracting(row -> row.get("instance") + ":" + row.get("seq"))
                .containsExactly("1:1", "2:1");
    }

    @Test
    void a_tenant_starts_and_sees_lanes_of_its_own_only() {
        logged(1, 1, 1_000);
        var api = database.apiPool(VERTX);
        assertThat(Await.failureOf(api.withTransaction(connection -> connection
                        .query("select set_config('angarium.tenant', '2', true)")
                        .execute()
                        .compose(set -> connection
                                .query("select start_lanes_at_tail(5, 1)")
                                .execute()))))
                .hasMessageContaining("another tenant");
        flush(progress(ONE, 17, "{}"));
        assertThat(Await.of(countAs(api, 1))).isEqualTo(1);
        assertThat(Await.of(countAs(api, 2))).isZero();
    }

    @Test
    void a_bucket_stays_while_an_active_lane_has_not_settled_it() {
        logged(1, 1, 1_000);
        logged(1, 2, 1_000);
        assertThat(Await.of(jobs.mayDrop(today()))).isTrue();
        var no = subscription();
        assertThat(Await.of(jobs.mayDrop(today()))).isFalse();
        database.execute("insert into lane_cursor (instance, consumer, tenant_no, seq) values (1, " + no + ", 1, 1)");
        assertThat(Await.of(jobs.mayDrop(today()))).isFalse();
        database.execute("update lane_cursor set seq = 2");
        assertThat(Await.of(jobs.mayDrop(today()))).isTrue();
        database.execute("insert into lane_cursor (instance, consumer, tenant_no, seq) values (1, -1, 1, 1)");
        assertThat(Await.of(jobs.mayDrop(today()))).isFalse();
    }

    @Test
    void cursors_of_deleted_subscriptions_are_forgotten() {
        var no = subscription();
        database.execute("insert into lane_cursor (instance, consumer, tenant_no, seq) values (1, " + no
                + ", 1, 1), (1, -1, 1, 1)");
        database.execute("update subscription set deleted_at = now()");
        assertThat(Await.of(jobs.forgetDeleted())).isEqualTo(1);
    }

    private static Future<Integer> countAs(Pool api, int tenant) {
        return api.withTransaction(connection -> connection
                .query("select set_config('angarium.tenant', '" + tenant + "', true)")
                .execute()
                .compose(set -> connection
                        .query("select count(*)::int from lane_cursor")
                        .execute())
                .map(rows -> rows.iterator().next().getInteger(0)));
    }

    private static int subscription() {
        database.execute(
                """
                insert into subscription (id, tenant_no, url, events, retry_count, retry_delays, timeout_millis, ordering,
                  concurrency, batch, media_mode, format, instances, chats, groups, state, created_at, updated_at)
                values ('s' || random(), 1, 'http://a', '{*}', 3, '{1000}', 30000, 'instance', 10, 1, 'ready', 'native',
                  '{}', '{}', true, 'active', now(), now())""");
        return (int) database.count("select max(no) from subscription");
    }

    private static void logged(int instance, long seq, long receivedAt) {
        database.execute(
                """
                insert into event_log (instance, seq, bucket, tenant_no, received_at, occurred_at, type, correlation_id,
                  data, raw)
                values (?, ?, (now() at time zone 'UTC')::date, 1, ?, ?, 'message.received', 'c', '{}', '{}')""",
                instance,
                seq,
                receivedAt,
                receivedAt);
    }

    private static LocalDate today() {
        return LocalDate.parse(String.valueOf(database.value("select (now() at time zone 'UTC')::date::text")));
    }

    private static Set<OwnedPartition> flush(LaneStore.Progress progress) {
        return Await.of(store.flush(new LaneStore.Batch(List.of(progress), List.of())));
    }

    private static LaneStore.Saved saved() {
        return Objects.requireNonNull(Await.of(store.saved(List.of(LANE))).get(LANE));
    }

    private static LaneStore.Progress progress(OwnedPartition owner, long through, String ranges) {
        return new LaneStore.Progress(owner, LANE, 1, through, ranges, LaneStore.Trial.NONE, List.of());
    }

    private static DeadLetter letter(long seq) {
        var bytes = "{}".getBytes(StandardCharsets.UTF_8);
        var event = new Event(
                new InstanceRef(1, "i1", 1, "default"), seq, "message.received", null, 1, 2, "c", bytes, bytes);
        var tried = List.of(new Attempt(1, 2, 500, "status", "a\0b"));
        return new DeadLetter(UUID.randomUUID(), LANE, event, DeadLetter.ATTEMPTS, 4, tried, false);
    }
}
