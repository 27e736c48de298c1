package dev.angarium.eventlog;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitions of the log and of its keys. PostgreSQL's clock says what day it is. The statements call functions of
 * the tables' owner, because the runtime role may not define tables.
 */
public final class PgLogPartitions {
    /** Days made ahead, today included. */
    static final int DAYS_AHEAD = 8;

    private static final String MAKE_AHEAD =
            "select event_log_make((now() at time zone 'UTC')::date, $1) + event_dedupe_make()";

    private static final String BUCKETS_BEFORE =
            """
            select to_date(right(c.relname, 8), 'YYYYMMDD') as bucket
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'event_log'::regclass
              and to_date(right(c.relname, 8), 'YYYYMMDD') < (now() at time zone 'UTC')::date
            order by bucket""";

    /** Remembers when the bucket was first found settled; true once that is as long ago as events are to stay. */
    private static final String SETTLED_LONG_ENOUGH =
            """
            insert into event_log_bucket as b (bucket, settled_at) values ($1, now())
            on conflict (bucket) do update set settled_at = least(b.settled_at, excluded.settled_at)
            returning settled_at <= now() - $2 * interval '1 millisecond' as due""";

    private static final String UNSETTLE = "delete from event_log_bucket where bucket = $1";
    private static final String DROP = "select event_log_drop($1)";
    private static final String ROTATE = "select event_dedupe_rotate(now()), event_dedupe_drop()";

    private final Pool pipeline;

    public PgLogPartitions(Pool pipeline) {
        this.pipeline = pipeline;
    }

    /** Makes what is missing from today to a week ahead, and the next dedupe generation; says how many were. */
    public Future<Integer> makeAhead() {
        return pipeline.preparedQuery(MAKE_AHEAD).execute(Tuple.of(DAYS_AHEAD)).map(rows -> only(rows)
                .getInteger(0));
    }

    /** The buckets of past days, oldest first. */
    Future<List<LocalDate>> past() {
        return pipeline.preparedQuery(BUCKETS_BEFORE).execute().map(rows -> {
            var buckets = new ArrayList<LocalDate>();
            rows.forEach(row -> buckets.add(row.getLocalDate(0)));
            return buckets;
        });
    }

    /** Notes that all lanes have settled the bucket; true if that is known for at least the given time. */
    Future<Boolean> settledFor(LocalDate bucket, Duration stay) {
        return pipeline.preparedQuery(SETTLED_LONG_ENOUGH)
                .execute(Tuple.of(bucket, stay.toMillis()))
                .map(rows -> only(rows).getBoolean(0));
    }

    /** Forgets that the bucket was settled: somebody asked for its events again. */
    Future<Void> unsettled(LocalDate bucket) {
        return pipeline.preparedQuery(UNSETTLE).execute(Tuple.of(bucket)).mapEmpty();
    }

    /** Drops a bucket and keeps the last numbers of its instances, in one transaction. */
    Future<Boolean> drop(LocalDate bucket) {
        return pipeline.preparedQuery(DROP).execute(Tuple.of(bucket)).map(rows -> only(rows)
                .getBoolean(0));
    }

    /** Starts the next dedupe generation where it is time; true if it did. Drops the ones nobody looks into. */
    Future<Boolean> rotate() {
        return pipeline.preparedQuery(ROTATE).execute().map(rows -> only(rows).getBoolean(0));
    }

    private static Row only(RowSet<Row> rows) {
        return rows.iterator().next();
    }
}
