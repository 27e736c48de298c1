package dev.angarium.dispatch.node;

import dev.angarium.access.AuditEntry;
import dev.angarium.access.PgAudit;
import dev.angarium.pg.PgPools;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Disables a subscription whose endpoint answered 410, and says so in the audit, in one transaction. */
public final class PgGoneSubscriptions {
    private static final String ACTOR = "broker";

    private static final String DISABLE =
            """
            update subscription set state = 'disabled', state_reason = 'gone', updated_at = $2
            where no = $1 and state = 'active' and deleted_at is null
            returning tenant_no, id""";

    private final Pool pipeline;
    private final PgAudit audit;
    private final Time time;

    public PgGoneSubscriptions(Pool pipeline, PgAudit audit, Time time) {
        this.pipeline = pipeline;
        this.audit = audit;
        this.time = time;
    }

    /** @return whether it was active until now */
    Future<Boolean> disable(int no) {
        return PgPools.using(pipeline, connection -> connection.begin().compose(transaction -> disable(connection, no)
                .compose(
                        done -> transaction.commit().map(done),
                        failure -> transaction.rollback().transform(rolledBack -> Future.failedFuture(failure)))));
    }

    private Future<Boolean> disable(SqlConnection connection, int no) {
        var now = Instant.ofEpochMilli(time.millis()).atOffset(ZoneOffset.UTC);
        return connection
                .preparedQuery(DISABLE)
                .execute(Tuple.of(no, now))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : audit.record(connection, entry(rows.iterator().next()))
                                .map(true));
    }

    private static AuditEntry entry(Row disabled) {
        return new AuditEntry(
                disabled.getInteger(0),
                ACTOR,
                "webhook.disable",
                "webhook:" + disabled.getString(1),
                false,
                new JsonObject().put("reason", "gone"),
                Optional.empty());
    }
}
