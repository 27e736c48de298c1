package dev.angarium.access;

import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * The audit chain. A row is appended in the transaction of the change it tells of, as its last step: from there to the
 * commit the tenant's chain is locked.
 */
public final class PgAudit {
    private static final String APPEND = "select append_audit($1, $2, $3, $4, $5, $6, $7, $8)";

    private final Time time;

    public PgAudit(Time time) {
        this.time = time;
    }

    public Future<Void> record(SqlConnection connection, AuditEntry entry) {
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(
                        entry.tenantNo(),
                        time.millis(),
                        entry.actor(),
                        entry.action(),
                        entry.object(),
                        entry.refused() ? "refused" : "done",
                        entry.details().encode(),
                        entry.correlationId().orElse(null)))
                .mapEmpty();
    }
}
