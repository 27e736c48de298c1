package dev.angarium.dispatch.record;

import dev.angarium.access.Call;
import dev.angarium.access.Reply;
import dev.angarium.access.once.Change;
import dev.angarium.access.once.PgChanges;
import dev.angarium.dispatch.PublicId;
import dev.angarium.dispatch.replay.LetterFilter;
import dev.angarium.event.Event;
import dev.angarium.event.EventId;
import dev.angarium.event.InstanceRef;
import dev.angarium.lane.progress.Tried;
import dev.angarium.pg.TenantSession;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads a tenant's dead letters, and takes them off the list. */
public final class PgDeadLetters {
    private static final String LIST =
            """
            select d.id, d.received_at, d.instance, d.seq, s.id, i.id, d.type, d.reason, d.parked_at, d.replayed_at,
              d.attempts, d.tried
            from dead_letter d
            join instance i on i.no = d.instance
            left join subscription s on s.no = d.consumer
            where d.tenant_no = $10 and not d.deleted
              and ($1::text is null or s.id = $1) and ($2::text is null or i.id = $2)
              and ($3::text is null or d.type = $3 or ($3 like '%*' and starts_with(d.type, rtrim($3, '*'))))
              and ($4::text is null or d.reason = $4)
              and ($5::bigint is null or d.parked_at >= to_timestamp($5 / 1000.0))
              and ($6::bigint is null or d.parked_at < to_timestamp($6 / 1000.0))
              and ($7::timestamptz is null or d.parked_at < $7 or (d.parked_at = $7 and d.id > $8))
            order by d.parked_at desc, d.id limit $9""";

    private static final String FIND =
            """
            select d.id, d.received_at, d.instance, d.seq, s.id, i.id, d.type, d.reason, d.parked_at, d.replayed_at,
              d.attempts, d.tried, d.chat, d.occurred_at, d.correlation_id, d.data, d.raw, d.tenant_no, t.id
            from dead_letter d
            join instance i on i.no = d.instance
            join tenant t on t.no = d.tenant_no
            left join subscription s on s.no = d.consumer
            where d.id = $1 and not d.deleted""";

    private static final String DELETE = "update dead_letter set deleted = true where id = $1 and not deleted";

    private final TenantSession tenants;
    private final PgChanges changes;

    public PgDeadLetters(TenantSession tenants, PgChanges changes) {
        this.tenants = tenants;
        this.changes = changes;
    }

    /**
     * The latest first.
     *
     * @param after the key of the last row seen, as a page told it
     */
    public Future<Page<Letter>> list(int tenantNo, LetterFilter filter, Optional<String> after, int limit) {
        var key = after.flatMap(Key::parse);
        var values = Tuple.from(Arrays.asList(
                filter.webhook(),
                filter.instance(),
                filter.type(),
                filter.reason(),
                filter.since(),
                filter.until(),
                key.map(Key::parkedAt).orElse(null),
                key.map(Key::id).orElse(null),
                limit + 1L,
                tenantNo));
        return tenants.as(tenantNo, connection -> connection
                .preparedQuery(LIST)
                .execute(values)
                .map(rows -> page(rows.stream().toList(), limit)));
    }

    public Future<Optional<Letter.Full>> find(int tenantNo, UUID id) {
        return tenants.as(tenantNo, connection -> connection
                .preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(PgDeadLetters::full)));
    }

    /** Off the list, told to the audit and remembered, in one transaction. */
    public Future<Reply> delete(Call call, UUID id) {
        var object = "dlq:" + PublicId.of(PublicId.DEAD_LETTER, id);
        return changes.run(call, connection -> connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(id))
                .map(deleted -> deleted.rowCount() == 0
                        ? Change.none(Reply.notFound())
                        : Change.of(Reply.noContent(), "dlq.delete", object, new JsonObject())));
    }

    private static Page<Letter> page(List<Row> rows, int limit) {
        return Page.of(
                rows.stream().map(PgDeadLetters::letter).toList(),
                rows.stream()
                        .map(row -> row.getOffsetDateTime(8) + "," + row.getUUID(0))
                        .toList(),
                limit);
    }

    private static Letter letter(Row row) {
        return new Letter(
                PublicId.of(PublicId.DEAD_LETTER, row.getUUID(0)),
                new EventId(row.getLong(1), row.getInteger(2), row.getLong(3)).toString(),
                Optional.ofNullable(row.getString(4)),
                row.getString(5),
                row.getLong(3),
                row.getString(6),
                row.getString(7),
                row.getOffsetDateTime(8).toInstant(),
                Optional.ofNullable(row.getOffsetDateTime(9)).map(OffsetDateTime::toInstant),
                row.getInteger(10),
                Tried.read(row.getString(11)));
    }

    private static Letter.Full full(Row row) {
        var event = new Event(
                new InstanceRef(row.getInteger(2), row.getString(5), row.getInteger(17), row.getString(18)),
                row.getLong(3),
                row.getString(6),
                row.getString(12),
                row.getLong(1),
                row.getLong(13),
                row.getString(14),
                row.getBuffer(15).getBytes(),
                row.getBuffer(16).getBytes());
        return new Letter.Full(letter(row), event);
    }

    private record Key(OffsetDateTime parkedAt, UUID id) {
        static Optional<Key> parse(String text) {
            var comma = text.indexOf(',');
            try {
                return comma < 0
                        ? Optional.empty()
                        : Optional.of(new Key(
                                OffsetDateTime.parse(text.substring(0, comma)),
                                UUID.fromString(text.substring(comma + 1))));
            } catch (IllegalArgumentException | java.time.DateTimeException noKey) {
                return Optional.empty();
            }
        }
    }
}
