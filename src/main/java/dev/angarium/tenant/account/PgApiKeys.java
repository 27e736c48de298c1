package dev.angarium.tenant.account;

import dev.angarium.access.Call;
import dev.angarium.access.Permission;
import dev.angarium.access.Reply;
import dev.angarium.access.Role;
import dev.angarium.access.input.Page;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.input.Times;
import dev.angarium.access.once.Change;
import dev.angarium.access.once.PgChanges;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Sha256;
import dev.angarium.pg.TenantSession;
import dev.angarium.tenant.Notices;
import dev.angarium.time.Time;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API keys of one tenant at a time. A key is shown once; its hash is kept. */
public final class PgApiKeys {
    private static final String LIST =
            "select * from api_key where no > $1 and revoked_at is null order by no limit $2";
    private static final String FIND = "select * from api_key where id = $1 and revoked_at is null";
    private static final String INSERT =
            """
            insert into api_key (id, tenant_no, name, hash, role, scopes, expires_at, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8) returning *
            """;
    private static final String REVOKE =
            "update api_key set revoked_at = $2 where id = $1 and revoked_at is null returning id";

    private final TenantSession tenants;
    private final PgChanges changes;
    private final Secrets secrets;
    private final PublicIds ids;
    private final Notices notices;
    private final Time time;

    public PgApiKeys(
            TenantSession tenants, PgChanges changes, Secrets secrets, PublicIds ids, Notices notices, Time time) {
        this.tenants = tenants;
        this.changes = changes;
        this.secrets = secrets;
        this.ids = ids;
        this.notices = notices;
        this.time = time;
    }

    /** Nobody gives away what they do not have. */
    public Future<Reply> create(Call call, JsonObject body) {
        return KeyDraft.read(body, time.millis())
                .then(draft -> call.caller().rights().cover(draft.rights())
                        ? changes.run(call, connection -> insert(connection, call, draft))
                        : changes.refused(call.caller(), "key.create", call.correlationId())
                                .map(Reply.of(Problem.forbidden())));
    }

    public Future<Reply> get(Call call, String id) {
        return tenants.as(
                        call.tenantNo(),
                        connection -> connection.preparedQuery(FIND).execute(Tuple.of(id)))
                .map(rows -> rows.size() == 0
                        ? Reply.notFound()
                        : Reply.ok(view(rows.iterator().next())));
    }

    public Future<Reply> list(Call call, Page page) {
        return tenants.as(
                        call.tenantNo(),
                        connection -> connection.preparedQuery(LIST).execute(Tuple.of(page.after(), page.limit() + 1)))
                .map(rows -> {
                    var entries = new ArrayList<Page.Entry>();
                    rows.forEach(row -> entries.add(new Page.Entry(row.getInteger("no"), view(row))));
                    return Reply.ok(page.of(entries));
                });
    }

    public Future<Reply> revoke(Call call, String id) {
        return changes.run(call, connection -> connection
                .preparedQuery(REVOKE)
                .execute(Tuple.of(id, at(time.millis())))
                .map(rows -> rows.size() == 0
                        ? Change.none(Reply.notFound())
                        : Change.of(Reply.noContent(), "key.revoke", "key:" + id, new JsonObject())
                                .then(() -> notices.key(id))));
    }

    private Future<Change> insert(SqlConnection connection, Call call, KeyDraft draft) {
        var key = secrets.apiKey();
        var id = ids.next("key_");
        var scopes = draft.scopes().stream().map(Permission::word).toArray(String[]::new);
        var values = Tuple.tuple()
                .addString(id)
                .addInteger(call.tenantNo())
                .addString(draft.name())
                .addBuffer(Buffer.buffer(Sha256.of(key)))
                .addString(draft.role().map(Role::word).orElse(null))
                .addArrayOfString(scopes)
                .addOffsetDateTime(
                        draft.expiresAt().isPresent() ? at(draft.expiresAt().getAsLong()) : null)
                .addOffsetDateTime(at(time.millis()));
        var told = new JsonObject()
                .put("role", draft.role().map(Role::word).orElse(null))
                .put("scopes", new JsonArray(List.of(scopes)));
        return connection
                .preparedQuery(INSERT)
                .execute(values)
                .map(rows -> Change.of(
                        Reply.created(view(rows.iterator().next()).put("key", key)), "key.create", "key:" + id, told));
    }

    private static JsonObject view(Row row) {
        return new JsonObject()
                .put("id", row.getString("id"))
                .put("name", row.getString("name"))
                .put("role", row.getString("role"))
                .put("scopes", new JsonArray(List.of(row.getArrayOfStrings("scopes"))))
                .put("expiresAt", text(row.getOffsetDateTime("expires_at")))
                .put("createdAt", text(row.getOffsetDateTime("created_at")))
                .put("lastUsedAt", text(row.getOffsetDateTime("last_used_at")));
    }

    private static @Nullable String text(@Nullable OffsetDateTime time) {
        return time == null ? null : Times.text(time);
    }

    private static OffsetDateTime at(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
