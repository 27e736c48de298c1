package dev.angarium.lane.progress;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDate;

/** What has to be done now and then about the tables of lanes; PostgreSQL's clock counts. */
public final class PgLaneJobs {
    private static final int DAYS_AHEAD = 8;
    private static final int LETTERS_AT_ONCE = 1000;

    private static final String MAKE = "select delivery_attempt_make((now() at time zone 'UTC')::date, $1)";

    private static final String DROP =
            "select delivery_attempt_drop(((now() - make_interval(secs => $1)) at time zone 'UTC')::date)";

    private static final String EXPIRE =
            """
            delete from dead_letter where id in (
              select id from dead_letter where parked_at < now() - make_interval(secs => $1)
              order by parked_at limit $2)""";

    private static final String FORGET =
            """
            delete from lane_cursor c using subscription s
            where s.no = c.consumer and s.deleted_at is not null""";

    /** A projection holds what its cursor says; a subscription only while it is active. */
    private static final String MAY_DROP =
            """
            select not exists (
              select from event_log_tails($1) t join instance i on i.no = t.instance
              where exists (
                select from subscription s
                where s.tenant_no = i.tenant_no and s.state = 'active' and s.deleted_at is null
                  and (cardinality(s.instances) = 0 or i.id = any(s.instances))
                  and coalesce((select c.seq from lane_cursor c
                    where c.instance = t.instance and c.consumer = s.no), 0) < t.last_seq)
              or exists (
                select from lane_cursor c
                where c.instance = t.instance and c.consumer < 0 and c.seq < t.last_seq))""";

    private final Pool pipeline;

    public PgLaneJobs(Pool pipeline) {
        this.pipeline = pipeline;
    }

    /** Makes the days ahead of the delivery log: without a partition for today no flush succeeds. */
    public Future<Integer> makeAhead() {
        return pipeline.preparedQuery(MAKE)
                .execute(Tuple.of(DAYS_AHEAD))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Drops the days of the delivery log that are older than this. @return how many */
    public Future<Integer> dropAttempts(Duration keep) {
        return pipeline.preparedQuery(DROP)
                .execute(Tuple.of((double) keep.toSeconds()))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Deletes dead letters older than this, a limited number at once. @return how many */
    public Future<Integer> expireDeadLetters(Duration keep) {
        return pipeline.preparedQuery(EXPIRE)
                .execute(Tuple.of((double) keep.toSeconds(), (long) LETTERS_AT_ONCE))
                .map(rows -> rows.rowCount());
    }

    /** Deletes the cursors of subscriptions that were deleted. @return how many */
    public Future<Integer> forgetDeleted() {
        return pipeline.preparedQuery(FORGET).execute().map(rows -> rows.rowCount());
    }

    /** Whether every lane that counts has settled all events of this bucket of the log. */
    public Future<Boolean> mayDrop(LocalDate bucket) {
        return pipeline.preparedQuery(MAY_DROP)
                .execute(Tuple.of(bucket))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
