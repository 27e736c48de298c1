package dev.angarium.tenant.webhook;

import dev.angarium.access.Call;
import dev.angarium.access.Reply;
import dev.angarium.access.input.Page;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.input.Read;
import dev.angarium.access.input.Times;
import dev.angarium.access.once.Change;
import dev.angarium.access.once.PgChanges;
import dev.angarium.crypto.Mask;
import dev.angarium.crypto.Secrets;
import dev.angarium.pg.TenantSession;
import dev.angarium.tenant.Seals;
import dev.angarium.tenant.SubscriptionNotices;
import dev.angarium.time.Time;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The webhooks of one tenant at a time. */
public final class PgWebhooks {
    static final Duration OVERLAP = Duration.ofHours(24);

    private static final String FIND = "select * from subscription where id = $1 and deleted_at is null";
    private static final String LOCK = FIND + " for update";
    private static final String LIST =
            "select * from subscription where no > $1 and deleted_at is null order by no limit $2";
    private static final String INSERT =
            """
            insert into subscription (url, events, retry_count, retry_delays, retry_policy, timeout_millis, ordering,
                concurrency, batch, media_mode, format, instances, sealed_headers, chats, groups, per_second,
                description, state, id, tenant_no, sealed_secret, created_at, updated_at, state_reason)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                $22, $22, case when $18 = 'disabled' then 'owner' end)
            returning *
            """;
    /** A paused webhook stays paused unless it is switched off; one that was switched off comes back active. */
    private static final String UPDATE =
            """
            update subscription set url = $1, events = $2, retry_count = $3, retry_delays = $4, retry_policy = $5,
                timeout_millis = $6, ordering = $7, concurrency = $8, batch = $9, media_mode = $10, format = $11,
                instances = $12, sealed_headers = $13, chats = $14, groups = $15, per_second = $16, description = $17,
                state = case when $18 = 'active' and state = 'paused' then state else $18 end,
                state_reason = case when $18 = 'active' then null
                    when state = 'disabled' then state_reason else 'owner' end,
                updated_at = $20
            where id = $19 and deleted_at is null
            returning *
            """;

    private static final String ROTATE =
            """
            update subscription set sealed_previous_secret = sealed_secret, previous_until = $3, sealed_secret = $2,
                updated_at = $4
            where id = $1 and deleted_at is null returning *
            """;
    private static final String SET_STATE =
            """
            update subscription set state = $2, state_reason = null, updated_at = $3
            where id = $1 and deleted_at is null and (state <> 'disabled' or $2 = 'active') returning *
            """;
    private static final String DELETE =
            """
            update subscription set deleted_at = $2, updated_at = $2, state = 'disabled', sealed_secret = null,
                sealed_previous_secret = null, previous_until = null, sealed_headers = null
            where id = $1 and deleted_at is null returning no
            """;
    private static final String KNOWN_INSTANCES = "select id from instance where id = any ($1) and deleted_at is null";
    private static final String START_AT_TAIL = "select start_lanes_at_tail($1, $2)";
    private static final String START_FROM = "select start_lanes_from($1, $2, $3, $4)";

    private final TenantSession tenants;
    private final PgChanges changes;
    private final PgWebhookRows rows;
    private final Makings makings;
    private final SubscriptionNotices notices;

    /** What new rows need. */
    public record Makings(Seals seals, Secrets secrets, PublicIds ids, WebhookRules rules, Time time) {
        OffsetDateTime now() {
            return at(time.millis());
        }

        OffsetDateTime overlapEnd() {
            return at(time.millis() + OVERLAP.toMillis());
        }

        private static OffsetDateTime at(long millis) {
            return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
        }
    }

    public PgWebhooks(TenantSession tenants, PgChanges changes, Makings makings, SubscriptionNotices notices) {
        this.tenants = tenants;
        this.changes = changes;
        this.rows = new PgWebhookRows(makings.seals());
        this.makings = makings;
        this.notices = notices;
    }

    public Future<Reply> create(Call call, JsonObject body) {
        return makings.rules()
                .read(body, true)
                .then(draft -> changes.run(call, connection -> unknownInstances(connection, draft)
                        .compose(problem ->
                                problem.map(it -> refused(it)).orElseGet(() -> insert(connection, call, draft)))));
    }

    public Future<Reply> replace(Call call, String id, JsonObject body) {
        return changes.run(
                call,
                connection ->
                        locked(connection, call, id, row -> update(connection, call, row, body, "webhook.replace")));
    }

    public Future<Reply> patch(Call call, String id, JsonObject patch) {
        if (patch.isEmpty()) {
            return Future.succeededFuture(Reply.of(Problem.invalid("body", "must name at least one field")));
        }
        if (patch.containsKey("secret")) {
            return Future.succeededFuture(Reply.of(Problem.invalid("secret", "is rotated, not patched")));
        }
        return changes.run(
                call,
                connection -> locked(
                        connection,
                        call,
                        id,
                        row -> update(connection, call, row, row.patched(patch), "webhook.patch")));
    }

    public Future<Reply> get(Call call, String id) {
        return tenants.as(call.tenantNo(), connection -> first(connection, FIND, Tuple.of(id)))
                .map(found -> found.map(
                                row -> Reply.ok(rows.read(call.tenantId(), row).view()))
                        .orElseGet(Reply::notFound));
    }

    public Future<Reply> list(Call call, Page page) {
        return tenants.as(
                        call.tenantNo(),
                        connection -> connection.preparedQuery(LIST).execute(Tuple.of(page.after(), page.limit() + 1)))
                .map(found -> {
                    var entries = new ArrayList<Page.Entry>();
                    for (var row : found) {
                        var webhook = rows.read(call.tenantId(), row);
                        entries.add(new Page.Entry(webhook.no(), webhook.view()));
                    }
                    return Reply.ok(page.of(entries));
                });
    }

    public Future<Reply> delete(Call call, String id) {
        return changes.run(call, connection -> first(connection, DELETE, Tuple.of(id, makings.now()))
                .map(found -> found.map(row -> {
                            var no = row.getInteger("no");
                            return Change.of(Reply.noContent(), "webhook.delete", "webhook:" + id, new JsonObject())
                                    .then(() -> notices.changed(no));
                        })
                        .orElseGet(() -> Change.none(Reply.notFound()))));
    }

    public Future<Reply> rotateSecret(Call call, String id, JsonObject body) {
        return WebhookRules.readSecret(body)
                .then(given -> changes.run(call, connection -> {
                    var secret = given.orElseGet(makings.secrets()::webhookSecret);
                    var sealed = makings.seals().seal(new Seals.Owner(call.tenantId(), id), Seals.SECRET, secret);
                    var until = makings.overlapEnd();
                    return first(connection, ROTATE, Tuple.of(id, sealed, until, makings.now()))
                            .map(found -> found.map(row -> rotated(row, until, given.isEmpty() ? secret : ""))
                                    .orElseGet(() -> Change.none(Reply.notFound())));
                }));
    }

    public Future<Reply> pause(Call call, String id) {
        return setState(call, id, "paused", "webhook.pause");
    }

    /** Also brings one back that was switched off, by its owner or by a 410. */
    public Future<Reply> resume(Call call, String id) {
        return setState(call, id, "active", "webhook.resume");
    }

    private Future<Reply> setState(Call call, String id, String state, String action) {
        return changes.run(call, connection -> first(connection, SET_STATE, Tuple.of(id, state, makings.now()))
                .compose(found -> found.map(row -> Future.succeededFuture(changed(call, row, action)))
                        .orElseGet(() -> first(connection, FIND, Tuple.of(id))
                                .map(there -> Change.none(there.isPresent() ? disabled() : Reply.notFound())))));
    }

    private static Reply disabled() {
        return Reply.of(Problem.conflict("WEBHOOK_DISABLED", "The webhook is switched off; resume it instead"));
    }

    private Future<Change> insert(SqlConnection connection, Call call, WebhookDraft draft) {
        var id = makings.ids().next("sub_");
        var owner = new Seals.Owner(call.tenantId(), id);
        var secret = draft.secret().orElseGet(makings.secrets()::webhookSecret);
        var values = rows.values(owner, draft)
                .addString(id)
                .addInteger(call.tenantNo())
                .addBuffer(makings.seals().seal(owner, Seals.SECRET, secret))
                .addOffsetDateTime(makings.now());
        return first(connection, INSERT, values)
                .map(Optional::orElseThrow)
                .compose(row -> startLanes(connection, row, draft.from()).map(made(call, row, secret)));
    }

    private static Future<Void> startLanes(SqlConnection connection, Row row, From from) {
        var no = row.getInteger("no");
        var tenantNo = row.getInteger("tenant_no");
        if (from instanceof From.Tail) {
            return connection
                    .preparedQuery(START_AT_TAIL)
                    .execute(Tuple.of(no, tenantNo))
                    .mapEmpty();
        }
        var millis = from instanceof From.Time time ? time.millis() : null;
        var seq = from instanceof From.Sequence sequence ? sequence.seq() : null;
        return connection
                .preparedQuery(START_FROM)
                .execute(Tuple.of(no, tenantNo, millis, seq))
                .mapEmpty();
    }

    private Change made(Call call, Row row, String secret) {
        var webhook = rows.read(call.tenantId(), row);
        var reply = Reply.created(webhook.view().copy().put("secret", secret));
        return Change.of(reply, "webhook.create", "webhook:" + webhook.id(), told(webhook))
                .then(() -> notices.changed(webhook.no()));
    }

    private Change changed(Call call, Row row, String action) {
        var webhook = rows.read(call.tenantId(), row);
        return Change.of(Reply.ok(webhook.view()), action, "webhook:" + webhook.id(), told(webhook))
                .then(() -> notices.changed(webhook.no()));
    }

    private Change rotated(Row row, OffsetDateTime until, String madeSecret) {
        var body = new JsonObject().put("previousValidUntil", Times.text(until));
        if (!madeSecret.isEmpty()) {
            body.put("secret", madeSecret);
        }
        var no = row.getInteger("no");
        return Change.of(Reply.ok(body), "webhook.rotateSecret", "webhook:" + row.getString("id"), new JsonObject())
                .then(() -> notices.changed(no));
    }

    private Future<Change> update(
            SqlConnection connection, Call call, WebhookRow current, JsonObject body, String action) {
        var read = makings.rules().read(body, false);
        if (read instanceof Read.Bad<WebhookDraft> bad) {
            return refused(bad.problem());
        }
        var draft = ((Read.Good<WebhookDraft>) read).value();
        return unknownInstances(connection, draft).compose(problem -> problem.map(PgWebhooks::refused)
                .orElseGet(() -> update(connection, call, current, draft, action)));
    }

    private Future<Change> update(
            SqlConnection connection, Call call, WebhookRow current, WebhookDraft draft, String action) {
        var owner = new Seals.Owner(call.tenantId(), current.id());
        var values = rows.values(owner, draft).addString(current.id()).addOffsetDateTime(makings.now());
        return replaceSecret(connection, owner, current, draft)
                .compose(replaced -> first(connection, UPDATE, values))
                .map(row -> changed(call, row.orElseThrow(), action));
    }

    /** A secret in a PUT counts as a rotation: whoever still checks with the old one is not cut off. */
    private Future<Void> replaceSecret(
            SqlConnection connection, Seals.Owner owner, WebhookRow current, WebhookDraft draft) {
        var fresh = draft.secret().filter(secret -> !secret.equals(current.secret()));
        if (fresh.isEmpty()) {
            return Future.succeededFuture();
        }
        var sealed = makings.seals().seal(owner, Seals.SECRET, fresh.get());
        return connection
                .preparedQuery(ROTATE)
                .execute(Tuple.of(owner.rowId(), sealed, makings.overlapEnd(), makings.now()))
                .mapEmpty();
    }

    private Future<Change> locked(
            SqlConnection connection, Call call, String id, Function<WebhookRow, Future<Change>> work) {
        return first(connection, LOCK, Tuple.of(id))
                .compose(found -> found.map(row -> work.apply(rows.read(call.tenantId(), row)))
                        .orElseGet(() -> Future.succeededFuture(Change.none(Reply.notFound()))));
    }

    private static Future<Optional<Problem>> unknownInstances(SqlConnection connection, WebhookDraft draft) {
        if (draft.instances().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        var asked = draft.instances();
        return connection
                .preparedQuery(KNOWN_INSTANCES)
                .execute(Tuple.of(asked.toArray(String[]::new)))
                .map(found -> {
                    var errors = new ArrayList<Problem.FieldError>();
                    var known = new ArrayList<String>();
                    found.forEach(row -> known.add(row.getString("id")));
                    for (var at = 0; at < asked.size(); at++) {
                        if (!known.contains(asked.get(at))) {
                            errors.add(new Problem.FieldError("instances[" + at + "]", "there is no such instance"));
                        }
                    }
                    return errors.isEmpty() ? Optional.empty() : Optional.of(Problem.invalid(errors));
                });
    }

    private static Future<Change> refused(Problem problem) {
        return Future.succeededFuture(Change.none(Reply.of(problem)));
    }

    private static Future<Optional<Row>> first(SqlConnection connection, String sql, Tuple values) {
        return connection
                .preparedQuery(sql)
                .execute(values)
                .map(found -> found.size() == 0
                        ? Optional.empty()
                        : Optional.of(found.iterator().next()));
    }

    /** For the audit: what it sends and how, but not where it says who it is. */
    private static JsonObject told(WebhookRow webhook) {
        var told = new JsonObject();
        told.put("url", Mask.url(webhook.view().getString("url")));
        for (var field : List.of("events", "format", "ordering", "instances", "state")) {
            told.put(field, webhook.view().getValue(field));
        }
        return told.put(
                "headers",
                new JsonArray(
                        List.copyOf(webhook.view().getJsonObject("headers").fieldNames())));
    }
}
