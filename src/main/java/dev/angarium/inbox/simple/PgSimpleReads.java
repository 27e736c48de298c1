package dev.angarium.inbox.simple;

import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TenantSession;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** The two reads, as the tenant. Each is one statement, so that its figures belong together. */
public final class PgSimpleReads {
    /**
     * One row without a message where the page is empty: it has the total. Counting and paging go their own ways, so that
     * a page ends at its limit.
     */
    private static final String PAGE =
            """
            with matching as not materialized (
              select seq, at_micros, at_nanos, message_id from simple_message
              where instance = $1
                and ($2::text is null or sender = $2)
                and ($3::bigint is null or (at_micros, at_nanos) >= ($3, $4::int2))
                and ($5::text is null or strpos(coalesce(folded, ''), $5) > 0)
            ), page as (
              select seq from matching
              order by at_micros, at_nanos, message_id collate "C" limit $6 offset $7
            )
            select (select count(*) from matching) as total, m.message_id, m.sender, m.recipient, m.ts, m.body
            from (select 1) once
            left join (page join simple_message m on m.instance = $1 and m.seq = page.seq) on true
            order by m.at_micros, m.at_nanos, m.message_id collate "C\"""";

    /** One row without a sender where there is no message. */
    private static final String STATS =
            """
            with senders as (
              select sender, count(*) as messages from simple_message where instance = $1 group by sender
            ), most as (
              select sender, messages from senders order by messages desc, sender collate "C" limit 10
            )
            select f.total, f.senders, f.first_ts, f.last_ts, most.sender, most.messages
            from (
              select coalesce(sum(messages), 0)::bigint as total, count(*) as senders,
                (select ts from simple_message where instance = $1
                  order by at_micros, at_nanos, message_id collate "C" limit 1) as first_ts,
                (select ts from simple_message where instance = $1
                  order by at_micros desc, at_nanos desc, message_id collate "C" desc limit 1) as last_ts
              from senders) f
            left join most on true
            order by most.messages desc, most.sender collate "C\"""";

    private final TenantSession tenants;

    public PgSimpleReads(TenantSession tenants) {
        this.tenants = tenants;
    }

    /** As {@code GET /messages} answers. */
    Future<JsonObject> page(InstanceRef instance, SimpleQuery query) {
        var since = query.since();
        var values = Tuple.tuple()
                .addInteger(instance.no())
                .addString(query.from().orElse(null))
                .addLong(since.map(Moment::micros).orElse(null))
                .addShort(since.map(Moment::nanos).orElse(null))
                .addString(query.part().orElse(null))
                .addLong((long) query.limit())
                .addLong(query.offset());
        return tenants.as(
                        instance.tenantNo(),
                        connection -> connection.preparedQuery(PAGE).execute(values))
                .map(rows -> page(rows, query));
    }

    /** As {@code GET /stats} answers. */
    Future<JsonObject> stats(InstanceRef instance) {
        return tenants.as(
                        instance.tenantNo(),
                        connection -> connection.preparedQuery(STATS).execute(Tuple.of(instance.no())))
                .map(PgSimpleReads::stats);
    }

    private static JsonObject page(RowSet<Row> rows, SimpleQuery query) {
        var data = new JsonArray();
        for (var row : rows) {
            if (row.getString("message_id") != null) {
                data.add(message(row));
            }
        }
        return new JsonObject()
                .put("data", data)
                .put("total", rows.iterator().next().getLong("total"))
                .put("limit", query.limit())
                .put("offset", query.offset());
    }

    private static JsonObject message(Row row) {
        return new JsonObject()
                .put("message_id", row.getString("message_id"))
                .put("from", row.getString("sender"))
                .put("to", row.getString("recipient"))
                .put("ts", row.getString("ts"))
                .put("text", row.getString("body"));
    }

    private static JsonObject stats(RowSet<Row> rows) {
        var senders = new JsonArray();
        for (var row : rows) {
            if (row.getString("sender") != null) {
                senders.add(
                        new JsonObject().put("from", row.getString("sender")).put("count", row.getLong("messages")));
            }
        }
        var figures = rows.iterator().next();
        return new JsonObject()
                .put("total_messages", figures.getLong("total"))
                .put("senders_count", figures.getLong("senders"))
                .put("messages_per_sender", senders)
                .put("first_message_ts", figures.getString("first_ts"))
                .put("last_message_ts", figures.getString("last_ts"));
    }
}
