package dev.angarium.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.pg.TestDatabase;
import dev.angarium.settings.RetentionSettings;
import dev.angarium.time.ManualTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Partitions come ahead and go once nobody needs them. Past days are made by hand: the day is PostgreSQL's. */
class RetentionTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx vertx = Vertx.vertx();

    private final List<LocalDate> unsettled = new ArrayList<>();
    private final LocalDate today =
            LocalDate.parse(String.valueOf(database.value("select (now() at time zone 'UTC')::date::text")));
    private final Retention retention = new Retention(
            new PgLogPartitions(database.pipelinePool(vertx)),
            bucket -> Future.succeededFuture(!unsettled.contains(bucket)),
            new RetentionSettings(Duration.ofDays(1), Duration.ofHours(1)),
            new ManualTime(),
            EventLogMetrics.NONE);

    @AfterAll
    static void stop() {
        Await.of(vertx.close());
    }

    @BeforeEach
    void makeThreePastDays() {
        database.execute(
                "select event_log_make(?::date, 3)", today.minusDays(12).toString());
        for (var day = 10; day <= 12; day++) {
            database.execute(
                    "insert into event_log select 5, ?, ?::date, 1, 0, 0, 't', null, '', '', ''"
                            + " where not exists (select from event_log where seq = ?)",
                    22L - day,
                    today.minusDays(day).toString(),
                    22L - day);
        }
    }

    @Test
    void partitions_are_made_a_week_ahead() {
        database.execute("drop table event_log_" + name(today.plusDays(7)));

        Await.of(retention.run());

        assertThat(buckets()).contains(today, today.plusDays(1), today.plusDays(7));
    }

    @Test
    void a_settled_bucket_goes_a_day_after_and_leaves_the_last_numbers() {
        Await.of(retention.run());
        assertThat(buckets()).contains(today.minusDays(12));

        database.execute("update event_log_bucket set settled_at = now() - interval '1 day'");
        Await.of(retention.run());

        assertThat(buckets()).doesNotContain(today.minusDays(12), today.minusDays(11), today.minusDays(10));
        assertThat(database.value("select last_seq from instance_sequence where instance = 5"))
                .isEqualTo(12L);
        assertThat(database.count("select count(*) from event_log_bucket where bucket < ?::date - 5", today.toString()))
                .isZero();
    }

    @Test
    void a_bucket_beneath_a_lane_stays_and_its_day_is_counted_anew() {
        unsettled.add(today.minusDays(11));
        Await.of(retention.run());
        database.execute("update event_log_bucket set settled_at = now() - interval '1 day'");
        Await.of(retention.run());

        assertThat(buckets()).contains(today.minusDays(11)).doesNotContain(today.minusDays(12));

        unsettled.clear();
        Await.of(retention.run());
        assertThat(buckets()).contains(today.minusDays(11));
    }

    @Test
    void a_reader_in_the_way_holds_a_drop_up_but_not_the_writers() {
        Await.of(retention.run());
        database.execute("update event_log_bucket set settled_at = now() - interval '1 day'");
        var pool = database.pipelinePool(vertx);
        var reader = Await.of(pool.getConnection());
        var transaction = Await.of(reader.begin());
        Await.of(reader.query("select count(*) from event_log").execute());

        Await.of(retention.run());

        assertThat(buckets()).contains(today.minusDays(12));
        Await.of(transaction.commit());
        Await.of(reader.close());
        Await.of(retention.run());
        assertThat(buckets()).doesNotContain(today.minusDays(12));
    }

    @Test
    void dedupe_generations_follow_each_other_every_eight_days_and_bear_a_clock_that_jumps() {
        var current = database.count("select current from dedupe_generation");
        Await.of(retention.run());
        assertThat(database.count("select current from dedupe_generation")).isEqualTo(current);

        database.execute("update dedupe_generation set since = now() - interval '8 days'");
        Await.of(retention.run());
        assertThat(database.count("select current from dedupe_generation")).isEqualTo(current + 1);

        database.execute("update dedupe_generation set since = now() + interval '10 years'");
        Await.of(retention.run());
        assertThat(database.count("select count(*) from dedupe_generation where since <= now()"))
                .isOne();
        assertThat(database.count("select current from dedupe_generation")).isEqualTo(current + 1);
    }

    private static String name(LocalDate bucket) {
        return bucket.toString().replace("-", "");
    }

    private List<LocalDate> buckets() {
        return database
                .query(
                        """
                        select to_date(right(c.relname, 8), 'YYYYMMDD')::text as bucket
                        from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = 'event_log'::regclass""")
                .stream()
                .map(row -> LocalDate.parse(String.valueOf(row.get("bucket"))))
                .toList();
    }
}
