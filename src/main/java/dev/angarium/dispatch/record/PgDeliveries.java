package dev.angarium.dispatch.record;

import dev.angarium.event.EventId;
import dev.angarium.lane.Attempt;
import dev.angarium.pg.TenantSession;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the delivery log. */
public final class PgDeliveries {
    private static final String CONSUMER = "select no from subscription where id = $1 and deleted_at is null";

    /** The key is all that tells two attempts of a lane apart: when it began, whose it is, and its number. */
    private static final String LIST =
            """
            select i.id, a.instance, a.seq, l.received_at, l.type, a.attempt, a.started_at, a.latency_ms, a.status,
              a.error, a.response_head
            from delivery_attempt a
            join instance i on i.no = a.instance
            left join lateral (
              select l.received_at, l.type from event_log l where l.instance = a.instance and l.seq = a.seq limit 1
            ) l on true
            where a.consumer = $1
              and ($2::text is null or i.id = $2)
              and ($3::int is null or (a.instance = $3 and a.seq <= $4 and a.seq + a.count > $4))
              and ($5::bigint is null or a.started_at >= $5) and ($6::bigint is null or a.started_at < $6)
              and ($7::boolean is null or (a.error is null) = $7)
              and ($8::bigint is null or (a.started_at, a.instance, a.seq, a.attempt) < ($8, $9, $10, $11))
            order by a.started_at desc, a.instance desc, a.seq desc, a.attempt desc limit $12""";

    private final TenantSession tenants;

    public PgDeliveries(TenantSession tenants) {
        this.tenants = tenants;
    }

    /**
     * Newest first; empty where there is no such subscription.
     *
     * @param after the key of the last row seen, as a page told it
     */
    public Future<Optional<Page<DeliveryRow>>> list(
            int tenantNo, String webhookId, DeliveryFilter filter, Optional<String> after, int limit) {
        return tenants.as(tenantNo, connection -> connection
                .preparedQuery(CONSUMER)
                .execute(Tuple.of(webhookId))
                .compose(found -> found.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : connection
                                .preparedQuery(LIST)
                                .execute(values(found.iterator().next().getInteger(0), filter, after, limit))
                                .map(rows -> Optional.of(page(rows.stream().toList(), limit)))));
    }

    private static Tuple values(int consumer, DeliveryFilter filter, Optional<String> after, int limit) {
        var event = filter.event();
        var key = Key.parse(after.orElse(""));
        return Tuple.from(Arrays.asList(
                consumer,
                filter.instance(),
                event == null ? null : event.instanceNo(),
                event == null ? null : event.seq(),
                filter.since(),
                filter.until(),
                filter.delivered(),
                key == null ? null : key.startedAt,
                key == null ? null : key.instance,
                key == null ? null : key.seq,
                key == null ? null : key.attempt,
                limit + 1L));
    }

    private static Page<DeliveryRow> page(List<Row> rows, int limit) {
        return Page.of(
                rows.stream().map(PgDeliveries::delivery).toList(),
                rows.stream().map(PgDeliveries::key).toList(),
                limit);
    }

    private static DeliveryRow delivery(Row row) {
        var receivedAt = row.getLong(3);
        return new DeliveryRow(
                Optional.ofNullable(receivedAt)
                        .map(at -> new EventId(at, row.getInteger(1), row.getLong(2)).toString()),
                row.getString(0),
                row.getLong(2),
                Optional.ofNullable(row.getString(4)),
                row.getInteger(5),
                attempt(row, 6));
    }

    /** Five columns from this one on. */
    static Attempt attempt(Row row, int at) {
        return new Attempt(
                row.getLong(at),
                row.getInteger(at + 1),
                row.getInteger(at + 2),
                row.getString(at + 3),
                row.getString(at + 4));
    }

    private static String key(Row row) {
        return row.getLong(6) + "," + row.getInteger(1) + "," + row.getLong(2) + "," + row.getInteger(5);
    }

    private record Key(long startedAt, int instance, long seq, int attempt) {
        /** Null for what is no key: the list begins at its head. */
        static @Nullable Key parse(String text) {
            var parts = text.split(",", -1);
            if (parts.length != 4) {
                return null;
            }
            try {
                return new Key(
                        Long.parseLong(parts[0]),
                        Integer.parseInt(parts[1]),
                        Long.parseLong(parts[2]),
                        Integer.parseInt(parts[3]));
            } catch (NumberFormatException noKey) {
                return null;
            }
        }
    }
}
