package dev.angarium.dispatch.record;

import dev.angarium.dispatch.replay.LetterFilter;
import dev.angarium.event.Event;
import dev.angarium.event.EventId;
import dev.angarium.event.EventTypes;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TenantSession;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lists poison events among the dead letters. They were delivered as provider.unparsed; nothing can replay them. */
public final class PgQuarantine {
    /** Before an event's id without its own prefix. */
    public static final String PREFIX = "qtn_";

    private static final String EVENT_PREFIX = "evt_";

    private static final String COLUMNS =
            """
            select q.instance, q.seq, q.received_at, q.type, i.id, q.at, q.raw, q.tenant_no, t.id
            from quarantine q join instance i on i.no = q.instance join tenant t on t.no = q.tenant_no
            """;

    private static final String LIST = COLUMNS
            + """
            where q.tenant_no = $8 and ($1::text is null or i.id = $1) and ($2::text is null or q.type = $2
                or ($2 like '%*' and starts_with(q.type, rtrim($2, '*'))))
              and ($3::bigint is null or q.at >= to_timestamp($3 / 1000.0))
              and ($4::bigint is null or q.at < to_timestamp($4 / 1000.0))
              and ($5::bigint is null or (q.received_at, q.instance, q.seq) < ($5, $6, $7))
            order by q.received_at desc, q.instance desc, q.seq desc limit $9""";

    private static final String FIND = COLUMNS + "where q.instance = $1 and q.seq = $2 and q.received_at = $3";

    private final TenantSession tenants;

    public PgQuarantine(TenantSession tenants) {
        this.tenants = tenants;
    }

    /**
     * The latest received first.
     *
     * @param after the id of the last one seen, as a page told it
     */
    public Future<Page<Letter>> list(int tenantNo, LetterFilter filter, Optional<String> after, int limit) {
        var key = after.flatMap(PgQuarantine::parse);
        var values = Tuple.from(Arrays.asList(
                filter.instance(),
                filter.type(),
                filter.since(),
                filter.until(),
                key.map(EventId::receivedAt).orElse(null),
                key.map(EventId::instanceNo).orElse(null),
                key.map(EventId::seq).orElse(null),
                tenantNo,
                limit + 1L));
        return tenants.as(tenantNo, connection -> connection
                .preparedQuery(LIST)
                .execute(values)
                .map(rows -> page(rows.stream().map(PgQuarantine::letter).toList(), limit)));
    }

    /** @param id with {@value #PREFIX} */
    public Future<Optional<Letter.Full>> find(int tenantNo, String id) {
        var key = parse(id);
        if (key.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        var values = Tuple.of(key.get().instanceNo(), key.get().seq(), key.get().receivedAt());
        return tenants.as(tenantNo, connection -> connection
                .preparedQuery(FIND)
                .execute(values)
                .map(rows -> rows.stream().findFirst().map(PgQuarantine::full)));
    }

    private static Optional<EventId> parse(String id) {
        return id.startsWith(PREFIX) ? EventId.parse(EVENT_PREFIX + id.substring(PREFIX.length())) : Optional.empty();
    }

    private static Page<Letter> page(List<Letter> letters, int limit) {
        return Page.of(letters, letters.stream().map(Letter::id).toList(), limit);
    }

    private static Letter letter(Row row) {
        var eventId = new EventId(row.getLong(2), row.getInteger(0), row.getLong(1)).toString();
        return new Letter(
                PREFIX + eventId.substring(EVENT_PREFIX.length()),
                eventId,
                Optional.empty(),
                row.getString(4),
                row.getLong(1),
                row.getString(3),
                Letter.QUARANTINE,
                row.getOffsetDateTime(5).toInstant(),
                Optional.empty(),
                0,
                List.of());
    }

    /** As it is in the log: only its raw bytes, under the type of what nobody could read. */
    private static Letter.Full full(Row row) {
        var event = new Event(
                new InstanceRef(row.getInteger(0), row.getString(4), row.getInteger(7), row.getString(8)),
                row.getLong(1),
                EventTypes.UNPARSED,
                null,
                row.getLong(2),
                row.getLong(2),
                "",
                "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                row.getBuffer(6).getBytes());
        return new Letter.Full(letter(row), event);
    }
}
