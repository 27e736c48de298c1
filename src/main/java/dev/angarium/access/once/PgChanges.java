package dev.angarium.access.once;

import dev.angarium.access.AuditEntry;
import dev.angarium.access.Call;
import dev.angarium.access.Caller;
import dev.angarium.access.PgAudit;
import dev.angarium.access.Reply;
import dev.angarium.pg.TenantSession;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.function.Function;

/** Runs what a call changes: the change, then its audit row, then its remembered answer; all of it or nothing. */
public final class PgChanges {
    private final TenantSession tenants;
    private final PgAudit audit;
    private final PgClaims claims;

    public PgChanges(TenantSession tenants, PgAudit audit, PgClaims claims) {
        this.tenants = tenants;
        this.audit = audit;
        this.claims = claims;
    }

    /** Within the call's tenant. */
    public Future<Reply> run(Call call, Function<SqlConnection, Future<Change>> work) {
        return tenants.as(call.tenantNo(), connection -> work.apply(connection)
                        .compose(change -> audited(connection, call, change))
                        .compose(change -> remembered(connection, call, change)))
                .onSuccess(change -> change.afterCommit().run())
                .map(Change::reply);
    }

    /** What was done elsewhere, an attempt at a subscriber for instance: its audit row and its remembered answer. */
    public Future<Reply> done(Call call, Change change) {
        return run(call, connection -> Future.succeededFuture(change));
    }

    /** A sensitive action that was not allowed. */
    public Future<Void> refused(Caller caller, String action, String correlationId) {
        return tenants.as(
                caller.tenantNo(),
                connection -> audit.record(
                        connection,
                        new AuditEntry(
                                caller.tenantNo(),
                                caller.actor(),
                                action,
                                "",
                                true,
                                new JsonObject(),
                                Optional.of(correlationId))));
    }

    private Future<Change> audited(SqlConnection connection, Call call, Change change) {
        return change.deed()
                .map(deed -> audit.record(connection, entry(call, deed)).map(change))
                .orElseGet(() -> Future.succeededFuture(change));
    }

    /** A claim belongs to the caller's own tenant; where the call is about another, it is completed after the commit. */
    private Future<Change> remembered(SqlConnection connection, Call call, Change change) {
        return call.claim()
                .filter(claim -> change.deed().isPresent() && claim.tenantNo() == call.tenantNo())
                .map(claim -> claims.complete(connection, claim, change.reply()).map(change))
                .orElseGet(() -> Future.succeededFuture(change));
    }

    private static AuditEntry entry(Call call, Change.Deed deed) {
        return new AuditEntry(
                call.tenantNo(),
                call.caller().actor(),
                deed.action(),
                deed.object(),
                false,
                deed.details(),
                Optional.of(call.correlationId()));
    }
}
