package dev.angarium.access.audit;

import dev.angarium.access.Call;
import dev.angarium.access.Reply;
import dev.angarium.access.input.Page;
import dev.angarium.access.input.Read;
import dev.angarium.access.input.Times;
import dev.angarium.pg.TenantSession;
import dev.angarium.web.Problem.FieldError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant's audit rows, newest first. */
public final class PgAuditLog {
    private static final String LIST =
            """
            select * from audit
            where ($1 = 0 or n < $1) and ($3::text is null or actor = $3) and ($4::text is null or action = $4)
              and ($5::text is null or object = $5) and ($6::timestamptz is null or at >= $6)
              and ($7::timestamptz is null or at < $7)
            order by n desc limit $2
            """;

    private final TenantSession tenants;

    public PgAuditLog(TenantSession tenants) {
        this.tenants = tenants;
    }

    /** @param query actor, action, object, since, until, limit, cursor */
    public Future<Reply> list(Call call, Map<String, String> query) {
        return Page.read(query).then(page -> filter(query, page).then(filter -> tenants.as(
                        call.tenantNo(),
                        connection -> connection.preparedQuery(LIST).execute(filter))
                .map(rows -> {
                    var entries = new ArrayList<Page.Entry>();
                    rows.forEach(row -> entries.add(new Page.Entry(row.getLong("n"), view(row))));
                    return Reply.ok(page.of(entries));
                })));
    }

    private static Read<Tuple> filter(Map<String, String> query, Page page) {
        var problems = new ArrayList<FieldError>();
        var since = time(query, "since", problems);
        var until = time(query, "until", problems);
        return problems.isEmpty()
                ? new Read.Good<>(Tuple.of(
                        page.after(),
                        page.limit() + 1,
                        query.get("actor"),
                        query.get("action"),
                        query.get("object"),
                        since,
                        until))
                : new Read.Bad<>(problems);
    }

    private static @Nullable OffsetDateTime time(Map<String, String> query, String name, List<FieldError> problems) {
        var text = query.get(name);
        if (text == null) {
            return null;
        }
        var millis = Times.millis(text);
        if (millis.isEmpty()) {
            problems.add(new FieldError(name, "must be an ISO-8601 time or an epoch"));
            return null;
        }
        return Instant.ofEpochMilli(millis.getAsLong()).atOffset(ZoneOffset.UTC);
    }

    private static JsonObject view(Row row) {
        return new JsonObject()
                .put("id", Long.toString(row.getLong("n")))
                .put("at", Times.text(row.getOffsetDateTime("at")))
                .put("actor", row.getString("actor"))
                .put("action", row.getString("action"))
                .put("object", row.getString("object"))
                .put("outcome", row.getString("outcome"))
                .put("details", new JsonObject(row.getString("details")))
                .put("correlationId", row.getString("correlation_id"))
                .put("hash", HexFormat.of().formatHex(row.getBuffer("hash").getBytes()));
    }
}
