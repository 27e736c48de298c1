package dev.angarium.dispatch.api;

import dev.angarium.event.Event;
import dev.angarium.event.EventFilter;
import dev.angarium.event.EventId;
import dev.angarium.event.InstanceRef;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.pg.TenantSession;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads a tenant's events back from the log, under row-level security. */
final class PgDeviceEvents {
    /** The bodies of a page; a single event may be larger. */
    private static final int FIRST_OF_EVENT = 3; // behind what the page is known by

    private static final long PAGE_BYTES = 1 << 20;
    /** Rows looked at for a type; a page may end here with fewer than were asked for, and a cursor. */
    private static final int LOOKED_AT = 5_000;
    /** Longer than any event takes from its receipt to its commit: EVENT_PROCESSING_TIMEOUT is less. */
    private static final long COMMITTED_WITHIN = Duration.ofMinutes(15).toMillis();

    /**
     * Numbers follow the commits, so an event received a while before a time has a lower number than all received since:
     * halving finds where to begin, where a scan would read the device's whole history.
     */
    private static final String FIRST_SINCE =
            """
            with recursive halves(low, high) as (
              select l.seq, h.seq
              from (select seq from event_log where instance = $1 order by seq limit 1) l,
                (select seq from event_log where instance = $1 order by seq desc limit 1) h
              union all
              select case when probe.old then mid + 1 else low end, case when probe.old then high else mid end
              from halves
              cross join lateral (select (low + high) / 2 as mid) half
              cross join lateral (
                select received_at < $2 as old from event_log where instance = $1 and seq = half.mid limit 1) probe
              where low < high)
            select coalesce(max(low), 1) from halves""";

    /** Looks at narrow columns first: bodies are read of what is shown only. Always one row, to tell how far it looked. */
    private static final String AFTER =
            """
            with looked_at as materialized (
              select seq, bucket, type, octet_length(data) + octet_length(raw) + 256 as weight
              from event_log where instance = $1 and seq > $2 and received_at >= $3 order by seq limit $4),
            wanted as (
              select seq, bucket, row_number() over (order by seq) as n, sum(weight) over (order by seq) - weight as before
              from looked_at
              where $5::text[] is null or type = any($5)
                or exists (select from unnest($6::text[]) prefix where starts_with(type, prefix))),
            page as (select seq, bucket from wanted where n <= $7 and before <= $8)
            select (select max(seq) from looked_at), (select count(*) from looked_at), (select count(*) from wanted),
              e.seq, e.type, e.chat, e.received_at, e.occurred_at, e.correlation_id, e.data, e.raw
            from (values (1)) one
            left join (
              select l.* from page p join event_log l on l.instance = $1 and l.seq = p.seq and l.bucket = p.bucket) e on true
            order by e.seq""";

    private static final String FIND =
            """
            select i.id, t.id, l.tenant_no, l.seq, l.type, l.chat, l.received_at, l.occurred_at, l.correlation_id, l.data,
              l.raw
            from event_log l join instance i on i.no = l.instance join tenant t on t.no = l.tenant_no
            where l.instance = $1 and l.seq = $2 and l.received_at = $3""";

    private final TenantSession tenants;

    PgDeviceEvents(TenantSession tenants) {
        this.tenants = tenants;
    }

    /**
     * Which events of a device.
     *
     * @param since received at or after this, epoch milliseconds; 0 for all
     * @param filter empty for every type
     */
    record Range(long afterSeq, long since, Optional<EventFilter> filter, int limit) {
        Range from(long seq) {
            return new Range(seq, since, filter, limit);
        }

        boolean wants(Event event) {
            return event.receivedAt() >= since
                    && filter.map(it -> it.accepts(event.type())).orElse(true);
        }

        private Optional<EventFilter> narrowing() {
            return filter.filter(it -> !it.everything());
        }

        private int looksAt() {
            return narrowing().isPresent() ? LOOKED_AT : limit + 1;
        }
    }

    /**
     * A part of a device's events.
     *
     * @param through all up to here was looked at
     * @param more whether there may be more after it
     */
    record Page(List<Event> events, long through, boolean more) {
        boolean isEnd() {
            return events.isEmpty() && !more;
        }
    }

    Future<Page> after(InstanceRef instance, Range range) {
        return tenants.as(instance.tenantNo(), connection -> begin(connection, instance, range)
                .compose(after -> read(connection, instance, range.from(after))));
    }

    /** Empty where it never was, is another tenant's, or retention took it. */
    Future<Optional<Event>> find(int tenantNo, EventId id) {
        return tenants.as(tenantNo, connection -> connection
                .preparedQuery(FIND)
                .execute(Tuple.of(id.instanceNo(), id.seq(), id.receivedAt()))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> PgEventReader.event(
                                new InstanceRef(id.instanceNo(), row.getString(0), row.getInteger(2), row.getString(1)),
                                row,
                                FIRST_OF_EVENT))));
    }

    private static Future<Long> begin(SqlConnection connection, InstanceRef instance, Range range) {
        if (range.since <= COMMITTED_WITHIN) {
            return Future.succeededFuture(range.afterSeq);
        }
        return connection
                .preparedQuery(FIRST_SINCE)
                .execute(Tuple.of(instance.no(), range.since - COMMITTED_WITHIN))
                .map(rows -> Math.max(range.afterSeq, rows.iterator().next().getLong(0) - 1));
    }

    private static Future<Page> read(SqlConnection connection, InstanceRef instance, Range range) {
        var filter = range.narrowing();
        var values = Tuple.from(Arrays.asList(
                instance.no(),
                range.afterSeq,
                range.since,
                (long) range.looksAt(),
                filter.map(it -> it.names().toArray(String[]::new)).orElse(null),
                filter.map(it -> it.prefixes().toArray(String[]::new)).orElse(null),
                (long) range.limit,
                PAGE_BYTES));
        return connection
                .preparedQuery(AFTER)
                .execute(values)
                .map(rows -> page(instance, range, rows.stream().toList()));
    }

    private static Page page(InstanceRef instance, Range range, List<Row> rows) {
        var events = new ArrayList<Event>();
        rows.stream()
                .filter(row -> row.getLong(3) != null)
                .forEach(row -> events.add(PgEventReader.event(instance, row, FIRST_OF_EVENT)));
        var head = rows.get(0);
        var left = head.getLong(2) > events.size();
        if (left) {
            return new Page(events, events.get(events.size() - 1).seq(), true);
        }
        var through = Objects.requireNonNullElse(head.getLong(0), range.afterSeq);
        return new Page(events, through, head.getLong(1) == range.looksAt());
    }
}
