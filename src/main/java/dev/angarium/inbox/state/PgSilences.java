package dev.angarium.inbox.state;

import dev.angarium.event.InstanceRef;
import dev.angarium.pg.PgPools;
import dev.angarium.settings.SilenceSettings;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The habits of instances, learned from the log. What the broker itself tells of an instance (it has no raw) is no sound of it. */
public final class PgSilences {
    static final int PAGE = 1_000;
    private static final int PAUSES_MIN = 10;
    private static final long WEEK = Duration.ofDays(7).toMillis();

    /** A pause that was told as a silence is no habit. Returns the last instance looked at. */
    private static final String LEARN =
            """
            with page as (
                select no from instance where no > $1 and deleted_at is null and external_id <> '' order by no limit $2),
            heard as (
                select p.no, e.received_at as at from page p, lateral (
                    select received_at from event_log where instance = p.no and length(raw) > 0
                    order by seq desc limit 1) e),
            learned as (
                insert into instance_habit as h (instance, heard_at, known_since, week_since)
                select no, at, at, at from heard
                on conflict (instance) do update set
                    heard_at = excluded.heard_at,
                    pauses = h.pauses + 1,
                    longest = case
                        when h.alarmed_at = h.heard_at then h.longest
                        when excluded.heard_at - h.week_since >= $3 then excluded.heard_at - h.heard_at
                        else greatest(h.longest, excluded.heard_at - h.heard_at) end,
                    longest_before = case
                        when excluded.heard_at - h.week_since >= $3 then h.longest else h.longest_before end,
                    week_since = case
                        when excluded.heard_at - h.week_since >= $3 then excluded.heard_at else h.week_since end
                where excluded.heard_at > h.heard_at)
            select max(no), count(*) from page""";

    /** Who has fallen silent, and who speaks again; an instance whose provider says that it is not connected is neither. */
    private static final String CHANGES =
            """
            select i.no, i.id, i.tenant_no, t.id, coalesce(h.alarmed_at, h.heard_at), greatest(h.longest, h.longest_before),
                h.alarmed_at is not null, i.state = 'silent'
            from instance_habit h
            join instance i on i.no = h.instance
            join tenant t on t.no = i.tenant_no
            where i.deleted_at is null and case when h.alarmed_at is not null then h.heard_at > h.alarmed_at
                else i.state in ('open', 'unknown') and h.pauses >= $2 and $1 - h.known_since >= $3
                    and $1 - h.heard_at > greatest($4, $5 * greatest(h.longest, h.longest_before)) end
            order by i.no limit $6""";

    private static final String TOLD = "update instance_habit set alarmed_at = $2 where instance = $1";

    private static final String SILENT =
            """
            select i.id from instance_habit h join instance i on i.no = h.instance
            where h.alarmed_at is not null and i.deleted_at is null order by i.no limit $1""";

    private final Pool pipeline;

    public PgSilences(Pool pipeline) {
        this.pipeline = pipeline;
    }

    /** Goes over all instances, some at a time. */
    Future<Void> learn() {
        return learnAfter(0);
    }

    private Future<Void> learnAfter(int no) {
        return query(LEARN, Tuple.of(no, PAGE, WEEK)).compose(rows -> {
            var row = rows.iterator().next();
            return row.getLong(1) < PAGE ? Future.succeededFuture() : learnAfter(row.getInteger(0));
        });
    }

    /** @param now epoch milliseconds */
    Future<List<Silence>> changes(long now, SilenceSettings rules) {
        var values = Tuple.of(
                now,
                (long) PAUSES_MIN,
                rules.learning().toMillis(),
                rules.least().toMillis(),
                (long) rules.factor(),
                PAGE);
        return query(CHANGES, values).map(rows -> {
            var changes = new ArrayList<Silence>();
            rows.forEach(row -> changes.add(silence(row)));
            return changes;
        });
    }

    private static Silence silence(Row row) {
        var instance = new InstanceRef(row.getInteger(0), row.getString(1), row.getInteger(2), row.getString(3));
        return new Silence(instance, row.getLong(4), row.getLong(5), row.getBoolean(6), row.getBoolean(7));
    }

    /** The event that tells the change is in the log. */
    Future<Void> told(Silence silence) {
        var alarmedAt = silence.ended() ? null : silence.heardAt();
        return query(TOLD, Tuple.of(silence.instance().no(), alarmedAt)).mapEmpty();
    }

    /** Public ids of those that are silent, at most so many. */
    Future<List<String>> silent(int most) {
        return query(SILENT, Tuple.of(most)).map(rows -> {
            var ids = new ArrayList<String>();
            rows.forEach(row -> ids.add(row.getString(0)));
            return ids;
        });
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return PgPools.using(
                pipeline, connection -> connection.preparedQuery(sql).execute(values));
    }
}
