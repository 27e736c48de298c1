package dev.angarium.tenant.instance;

import dev.angarium.access.Call;
import dev.angarium.access.Reply;
import dev.angarium.access.input.Fields;
import dev.angarium.access.input.Page;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.input.Read;
import dev.angarium.access.input.Times;
import dev.angarium.access.once.Change;
import dev.angarium.access.once.PgChanges;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.TenantSession;
import dev.angarium.tenant.Notices;
import dev.angarium.time.Time;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;

/** The instances of one tenant at a time. */
public final class PgInstances {
    private static final int NAME_MAX = 200;
    private static final long MILLIS = 1000;
    private static final int EXTERNAL_ID_MAX = 256;
    private static final int ID_MAX = 64;

    private static final String ROW =
            """
            select i.*, c.id as connection_id, c.provider from instance i join connection c on c.no = i.connection_no
            where i.deleted_at is null
            """;
    private static final String FIND = ROW + " and i.id = $1";
    private static final String LIST =
            ROW + " and i.no > $1 and ($3::text is null or c.id = $3) order by i.no limit $2";
    /** No row where the account is there already, or where the connection is not the tenant's. */
    private static final String INSERT =
            """
            with parent as (select no, id, provider from connection where id = $3 and deleted_at is null),
            made as (
                insert into instance (id, tenant_no, connection_no, external_id, name, created_at)
                select $1, $2, no, $4, $5, $6 from parent
                on conflict (connection_no, external_id) where deleted_at is null do nothing
                returning *)
            select made.*, parent.id as connection_id, parent.provider, true as made from made, parent
            """;

    private static final String CONNECTION = "select 1 from connection where id = $1 and deleted_at is null";
    private static final String RENAME =
            "update instance set name = $2 where id = $1 and deleted_at is null returning no";
    private static final String DELETE =
            "update instance set deleted_at = $2 where id = $1 and deleted_at is null returning no, id, connection_no, external_id";

    private final TenantSession tenants;
    private final PgChanges changes;
    private final InstanceFigures figures;
    private final PublicIds ids;
    private final Notices notices;
    private final Time time;

    public PgInstances(
            TenantSession tenants,
            PgChanges changes,
            InstanceFigures figures,
            PublicIds ids,
            Notices notices,
            Time time) {
        this.tenants = tenants;
        this.changes = changes;
        this.figures = figures;
        this.ids = ids;
        this.notices = notices;
        this.time = time;
    }

    private record Draft(String connectionId, String externalId, String name) {}

    public Future<Reply> create(Call call, JsonObject body) {
        return read(body).then(draft -> changes.run(call, connection -> insert(connection, call, draft)));
    }

    public Future<Reply> get(Call call, String id) {
        return find(call, id).map(found -> found.map(row -> Reply.ok(view(row))).orElseGet(Reply::notFound));
    }

    public Future<Reply> list(Call call, Page page, Optional<String> connectionId) {
        return tenants.as(call.tenantNo(), connection -> connection
                        .preparedQuery(LIST)
                        .execute(Tuple.of(page.after(), page.limit() + 1, connectionId.orElse(null))))
                .map(rows -> {
                    var entries = new ArrayList<Page.Entry>();
                    rows.forEach(row -> entries.add(new Page.Entry(row.getInteger("no"), view(row))));
                    return Reply.ok(page.of(entries));
                });
    }

    public Future<Reply> rename(Call call, String id, JsonObject body) {
        var fields = Fields.of(body);
        return fields.end(fields.requiredText("name", 1, NAME_MAX))
                .then(name -> changes.run(call, connection -> first(connection, RENAME, Tuple.of(id, name))
                        .compose(renamed -> first(connection, FIND, Tuple.of(id)))
                        .map(found -> found.map(row -> done(Reply.ok(view(row)), "instance.update", id))
                                .orElseGet(() -> Change.none(Reply.notFound())))));
    }

    public Future<Reply> delete(Call call, String id) {
        return changes.run(call, connection -> first(connection, DELETE, Tuple.of(id, now()))
                .map(found -> found.map(row -> done(Reply.noContent(), "instance.delete", id)
                                .then(() -> notices.instance(account(row))))
                        .orElseGet(() -> Change.none(Reply.notFound()))));
    }

    public Future<Reply> status(Call call, String id) {
        return find(call, id).compose(found -> found.map(row -> status(call, row))
                .orElseGet(() -> Future.succeededFuture(Reply.notFound())));
    }

    private Future<Reply> status(Call call, Row row) {
        var instance = new InstanceRef(row.getInteger("no"), row.getString("id"), call.tenantNo(), call.tenantId());
        return figures.of(instance)
                .map(numbers -> Reply.ok(new JsonObject()
                        .put("id", instance.id())
                        .put("state", row.getString("state"))
                        .put(
                                "stateAt",
                                Optional.ofNullable(row.getOffsetDateTime("state_at"))
                                        .map(Times::text)
                                        .orElse(null))
                        .put(
                                "lastEventAt",
                                numbers.lastEventAt()
                                        .map(Instant::ofEpochMilli)
                                        .map(Times::text)
                                        .orElse(null))
                        .put("lastSeq", numbers.lastSeq())
                        .put("backlog", numbers.backlog())
                        .put(
                                "usualSilenceSeconds",
                                numbers.usualPause()
                                        .map(pause -> pause / MILLIS)
                                        .orElse(null))));
    }

    private static Read<Draft> read(JsonObject body) {
        var fields = Fields.of(body);
        var externalId = fields.requiredText("externalId", 1, EXTERNAL_ID_MAX);
        if (externalId.chars().anyMatch(Character::isISOControl)) {
            fields.problem("externalId", "must not have control characters");
        }
        return fields.end(new Draft(
                fields.requiredText("connectionId", 1, ID_MAX),
                externalId,
                fields.text("name", 1, NAME_MAX).orElse(externalId)));
    }

    private Future<Change> insert(SqlConnection connection, Call call, Draft draft) {
        var id = ids.next("ins_");
        var values = Tuple.of(id, call.tenantNo(), draft.connectionId(), draft.externalId(), draft.name(), now());
        return first(connection, INSERT, values).compose(found -> found.map(
                        row -> Future.succeededFuture(done(Reply.created(view(row)), "instance.create", id)
                                .then(() -> notices.instance(account(row)))))
                .orElseGet(() -> whyNot(connection, draft)));
    }

    private static Future<Change> whyNot(SqlConnection connection, Draft draft) {
        return first(connection, CONNECTION, Tuple.of(draft.connectionId()))
                .map(there -> Change.none(Reply.of(
                        there.isPresent()
                                ? Problem.conflict("INSTANCE_EXISTS", "The connection has an instance of this account")
                                : Problem.invalid("connectionId", "there is no such connection"))));
    }

    private Future<Optional<Row>> find(Call call, String id) {
        return tenants.as(call.tenantNo(), connection -> first(connection, FIND, Tuple.of(id)));
    }

    private static Change done(Reply reply, String action, String id) {
        return Change.of(reply, action, "instance:" + id, new JsonObject());
    }

    private static Notices.Account account(Row row) {
        return new Notices.Account(
                row.getInteger("no"),
                row.getString("id"),
                row.getInteger("connection_no"),
                row.getString("external_id"));
    }

    private static JsonObject view(Row row) {
        return new JsonObject()
                .put("id", row.getString("id"))
                .put("connectionId", row.getString("connection_id"))
                .put("provider", row.getString("provider"))
                .put("externalId", row.getString("external_id"))
                .put("name", row.getString("name"))
                .put("state", row.getString("state"))
                .put("createdAt", Times.text(row.getOffsetDateTime("created_at")));
    }

    private OffsetDateTime now() {
        return Instant.ofEpochMilli(time.millis()).atOffset(ZoneOffset.UTC);
    }

    private static Future<Optional<Row>> first(SqlConnection connection, String sql, Tuple values) {
        return connection
                .preparedQuery(sql)
                .execute(values)
                .map(found -> found.size() == 0
                        ? Optional.empty()
                        : Optional.of(found.iterator().next()));
    }
}
