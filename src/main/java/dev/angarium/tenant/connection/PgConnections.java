package dev.angarium.tenant.connection;

import dev.angarium.access.Call;
import dev.angarium.access.Reply;
import dev.angarium.access.input.Page;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.input.Times;
import dev.angarium.access.once.Change;
import dev.angarium.access.once.PgChanges;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Sha256;
import dev.angarium.pg.TenantSession;
import dev.angarium.provider.signature.Schemes;
import dev.angarium.tenant.Notices;
import dev.angarium.tenant.Seals;
import dev.angarium.tenant.SecretTexts;
import dev.angarium.time.Time;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connections of one tenant at a time. */
public final class PgConnections {
    static final Duration OVERLAP = Duration.ofHours(24);

    private static final String FIND = "select * from connection where id = $1 and deleted_at is null";
    private static final String LOCK = FIND + " for update";
    private static final String LIST =
            "select * from connection where no > $1 and deleted_at is null order by no limit $2";
    private static final String INSERT =
            """
            insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, options, sealed_secret,
                sealed_verify_token, sealed_api, api_names, auto_provision, max_body, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14) returning *
            """;
    private static final String UPDATE =
            """
            update connection set name = $2, scheme = $3, options = $4, sealed_verify_token = $5, sealed_api = $6,
                api_names = $7, auto_provision = $8, max_body = $9, updated_at = $10
            where id = $1 and deleted_at is null returning *
            """;
    private static final String ROTATE =
            """
            update connection set sealed_previous_secret = sealed_secret, previous_until = $3, sealed_secret = $2,
                updated_at = $4
            where id = $1 and deleted_at is null returning *
            """;
    private static final String DELETE =
            """
            update connection set deleted_at = $2, updated_at = $2, sealed_secret = null, sealed_previous_secret = null,
                previous_until = null, sealed_verify_token = null, sealed_api = null, api_names = '{}'
            where id = $1 and deleted_at is null
            """;
    private static final String END_INSTANCES =
            """
            update instance set deleted_at = $2 where connection_no = $1 and deleted_at is null
            returning no, id, external_id
            """;

    private final TenantSession tenants;
    private final PgChanges changes;
    private final Makings makings;
    private final Notices notices;

    /**
     * What new rows need.
     *
     * @param baseUrl what providers call, without a slash at the end; asked each time, for a free port is known late
     */
    public record Makings(
            Seals seals, Secrets secrets, PublicIds ids, ConnectionRules rules, Time time, Supplier<String> baseUrl) {
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

    public PgConnections(TenantSession tenants, PgChanges changes, Makings makings, Notices notices) {
        this.tenants = tenants;
        this.changes = changes;
        this.makings = makings;
        this.notices = notices;
    }

    public Future<Reply> create(Call call, JsonObject body) {
        return makings.rules()
                .readNew(body)
                .then(draft -> changes.run(call, connection -> insert(connection, call, draft)));
    }

    public Future<Reply> get(Call call, String id) {
        return tenants.as(call.tenantNo(), connection -> first(connection, FIND, Tuple.of(id)))
                .map(found ->
                        found.map(row -> Reply.ok(PgConnectionRows.view(row))).orElseGet(Reply::notFound));
    }

    public Future<Reply> list(Call call, Page page) {
        return tenants.as(
                        call.tenantNo(),
                        connection -> connection.preparedQuery(LIST).execute(Tuple.of(page.after(), page.limit() + 1)))
                .map(rows -> {
                    var entries = new ArrayList<Page.Entry>();
                    rows.forEach(row -> entries.add(new Page.Entry(row.getInteger("no"), PgConnectionRows.view(row))));
                    return Reply.ok(page.of(entries));
                });
    }

    public Future<Reply> update(Call call, String id, JsonObject body) {
        return makings.rules()
                .readUpdate(body)
                .then(draft -> changes.run(
                        call, connection -> ownable(connection, id, row -> update(connection, call, row, draft))));
    }

    public Future<Reply> rotateSecret(Call call, String id, JsonObject body) {
        return ConnectionRules.readSecret(body)
                .then(given -> changes.run(
                        call, connection -> ownable(connection, id, row -> rotate(connection, call, row, given))));
    }

    public Future<Reply> delete(Call call, String id) {
        return changes.run(call, connection -> ownable(connection, id, row -> delete(connection, row)));
    }

    private Future<Change> insert(SqlConnection connection, Call call, ConnectionDraft draft) {
        var owner = new Seals.Owner(call.tenantId(), makings.ids().next("con_"));
        var auth = draft.auth().orElseThrow();
        var ingressKey = makings.secrets().ingressKey();
        var secret = auth.scheme().equals(Schemes.URL)
                ? Optional.<String>empty()
                : Optional.of(auth.secret().orElseGet(makings.secrets()::ingressKey));
        var verifyToken = auth.verifyToken()
                .or(() -> auth.scheme().equals(Schemes.META)
                        ? Optional.of(makings.secrets().ingressKey())
                        : Optional.empty());
        var values = Tuple.tuple()
                .addString(owner.rowId())
                .addInteger(call.tenantNo())
                .addString(draft.provider())
                .addString(draft.name())
                .addBuffer(Buffer.buffer(Sha256.of(ingressKey)))
                .addString(auth.scheme())
                .addJsonObject(json(auth.options()))
                .addBuffer(makings.seals().seal(owner, Seals.SECRET, secret.map(PgConnections::secretText)))
                .addBuffer(makings.seals().seal(owner, Seals.VERIFY_TOKEN, verifyToken))
                .addBuffer(sealedApi(owner, draft))
                .addArrayOfString(apiNames(draft))
                .addBoolean(draft.autoProvision())
                .addInteger(draft.maxBody().orElse(null))
                .addOffsetDateTime(makings.now());
        return first(connection, INSERT, values).map(Optional::orElseThrow).map(row -> {
            var view = PgConnectionRows.view(row)
                    .put("ingressKey", ingressKey)
                    .put("webhookUrl", makings.baseUrl().get() + "/in/" + ingressKey);
            verifyToken.ifPresent(token -> view.put("verifyToken", token));
            secret.filter(made -> auth.secret().isEmpty()).ifPresent(made -> view.put("secret", made));
            return done(Reply.created(view), "connection.create", row);
        });
    }

    private Future<Change> update(SqlConnection connection, Call call, Row row, ConnectionDraft draft) {
        var owner = new Seals.Owner(call.tenantId(), row.getString("id"));
        var auth = draft.auth();
        if (auth.isPresent() && lacksSecret(auth.get(), row)) {
            return refused(Problem.invalid("auth.secret", "must be given with this scheme"));
        }
        var verifyToken = auth.flatMap(ConnectionDraft.Auth::verifyToken);
        var values = Tuple.tuple()
                .addString(owner.rowId())
                .addString(draft.name())
                .addString(auth.map(ConnectionDraft.Auth::scheme).orElse(row.getString("scheme")))
                .addJsonObject(auth.map(it -> json(it.options())).orElseGet(() -> row.getJsonObject("options")))
                .addBuffer(
                        verifyToken.isPresent()
                                ? makings.seals().seal(owner, Seals.VERIFY_TOKEN, verifyToken)
                                : row.getBuffer("sealed_verify_token"))
                .addBuffer(draft.api().isPresent() ? sealedApi(owner, draft) : row.getBuffer("sealed_api"))
                .addArrayOfString(draft.api().isPresent() ? apiNames(draft) : row.getArrayOfStrings("api_names"))
                .addBoolean(draft.autoProvision())
                .addInteger(draft.maxBody().orElse(null))
                .addOffsetDateTime(makings.now());
        return replaceSecret(connection, owner, auth.flatMap(ConnectionDraft.Auth::secret))
                .compose(replaced -> first(connection, UPDATE, values))
                .map(Optional::orElseThrow)
                .map(updated -> done(Reply.ok(PgConnectionRows.view(updated)), "connection.update", updated));
    }

    private static boolean lacksSecret(ConnectionDraft.Auth auth, Row row) {
        return auth.secret().isEmpty()
                && row.getBuffer("sealed_secret") == null
                && !auth.scheme().equals(Schemes.URL);
    }

    /** A secret in a PUT counts as a rotation: what the provider still signs with the old one is not refused. */
    private Future<Void> replaceSecret(SqlConnection connection, Seals.Owner owner, Optional<String> secret) {
        return secret.map(given -> store(connection, owner, given).<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
    }

    private Future<Change> rotate(SqlConnection connection, Call call, Row row, Optional<String> given) {
        var scheme = row.getString("scheme");
        if (scheme.equals(Schemes.URL)) {
            return refused(Problem.conflict("NO_SECRET", "The address is the only secret of this connection"));
        }
        if (scheme.equals(Schemes.META) && given.isEmpty()) {
            return refused(Problem.invalid("secret", "must be given: it is the app secret that Meta shows"));
        }
        var secret = given.orElseGet(makings.secrets()::ingressKey);
        return store(connection, new Seals.Owner(call.tenantId(), row.getString("id")), secret)
                .map(rotated -> {
                    var body = new JsonObject()
                            .put("previousValidUntil", Times.text(rotated.getOffsetDateTime("previous_until")));
                    if (given.isEmpty()) {
                        body.put("secret", secret);
                    }
                    return done(Reply.ok(body), "connection.rotateSecret", rotated);
                });
    }

    private Future<Row> store(SqlConnection connection, Seals.Owner owner, String secret) {
        var sealed = makings.seals().seal(owner, Seals.SECRET, secretText(secret));
        return first(connection, ROTATE, Tuple.of(owner.rowId(), sealed, makings.overlapEnd(), makings.now()))
                .map(Optional::orElseThrow);
    }

    private Future<Change> delete(SqlConnection connection, Row row) {
        var no = row.getInteger("no");
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(row.getString("id"), makings.now()))
                .compose(deleted -> connection.preparedQuery(END_INSTANCES).execute(Tuple.of(no, makings.now())))
                .map(instances -> done(Reply.noContent(), "connection.delete", row)
                        .then(() -> {
                            notices.connection(no);
                            instances.forEach(instance -> notices.instance(new Notices.Account(
                                    instance.getInteger("no"),
                                    instance.getString("id"),
                                    no,
                                    instance.getString("external_id"))));
                        }));
    }

    /** Locks the row for a change; one from the settings belongs to the operator's environment. */
    private Future<Change> ownable(SqlConnection connection, String id, Function<Row, Future<Change>> work) {
        return first(connection, LOCK, Tuple.of(id)).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Change.none(Reply.notFound()));
            }
            return found.get().getBoolean("from_settings")
                    ? refused(Problem.conflict(
                            "CONNECTION_FROM_SETTINGS", "This connection is set in the environment of the broker"))
                    : work.apply(found.get());
        });
    }

    private Change done(Reply reply, String action, Row row) {
        var no = row.getInteger("no");
        var told = new JsonObject()
                .put("provider", row.getString("provider"))
                .put("scheme", row.getString("scheme"))
                .put("autoProvision", row.getBoolean("auto_provision"));
        return Change.of(reply, action, "connection:" + row.getString("id"), told)
                .then(() -> notices.connection(no));
    }

    private static Future<Change> refused(Problem problem) {
        return Future.succeededFuture(Change.none(Reply.of(problem)));
    }

    private @Nullable Buffer sealedApi(Seals.Owner owner, ConnectionDraft draft) {
        var text =
                draft.api().filter(api -> !api.isEmpty()).map(api -> json(api).encode());
        return makings.seals().seal(owner, Seals.API, text);
    }

    private static String secretText(String secret) {
        return SecretTexts.of(secret).text();
    }

    private static JsonObject json(Map<String, String> map) {
        return new JsonObject(Map.copyOf(map));
    }

    private static String[] apiNames(ConnectionDraft draft) {
        return draft.api().orElse(Map.of()).keySet().stream().sorted().toArray(String[]::new);
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
