package dev.angarium.tenant.account;

import dev.angarium.access.Call;
import dev.angarium.access.Reply;
import dev.angarium.access.input.Fields;
import dev.angarium.access.input.Page;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.input.Times;
import dev.angarium.access.once.Change;
import dev.angarium.access.once.PgChanges;
import dev.angarium.pg.TenantSession;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;

/** All tenants, for the operator. A new one is audited where the operator's call belongs. */
public final class PgTenants {
    private static final int NAME_MAX = 200;

    private static final String LIST = "select no, id, name, created_at from tenant where no > $1 order by no limit $2";
    private static final String AS_OPERATOR = "select set_config('angarium.scope', 'all', true)";
    private static final String INSERT =
            "insert into tenant (id, name, created_at) values ($1, $2, $3) returning no, id, name, created_at";

    private final TenantSession tenants;
    private final PgChanges changes;
    private final PublicIds ids;
    private final Time time;

    public PgTenants(TenantSession tenants, PgChanges changes, PublicIds ids, Time time) {
        this.tenants = tenants;
        this.changes = changes;
        this.ids = ids;
        this.time = time;
    }

    public Future<Reply> create(Call call, JsonObject body) {
        var fields = Fields.of(body);
        return fields.end(fields.requiredText("name", 1, NAME_MAX))
                .then(name -> changes.run(call, connection -> insert(connection, name)));
    }

    public Future<Reply> list(Page page) {
        return tenants.asOperator(
                        connection -> connection.preparedQuery(LIST).execute(Tuple.of(page.after(), page.limit() + 1)))
                .map(rows -> {
                    var entries = new ArrayList<Page.Entry>();
                    rows.forEach(row -> entries.add(new Page.Entry(row.getInteger("no"), view(row))));
                    return Reply.ok(page.of(entries));
                });
    }

    private Future<Change> insert(SqlConnection connection, String name) {
        var now = Instant.ofEpochMilli(time.millis()).atOffset(ZoneOffset.UTC);
        return connection
                .preparedQuery(AS_OPERATOR)
                .execute()
                .compose(operator -> connection.preparedQuery(INSERT).execute(Tuple.of(ids.next("ten_"), name, now)))
                .map(rows -> {
                    var made = view(rows.iterator().next());
                    return Change.of(
                            Reply.created(made), "tenant.create", "tenant:" + made.getString("id"), new JsonObject());
                });
    }

    private static JsonObject view(Row row) {
        return new JsonObject()
                .put("id", row.getString("id"))
                .put("name", row.getString("name"))
                .put("createdAt", Times.text(row.getOffsetDateTime("created_at")));
    }
}
