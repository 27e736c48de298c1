package dev.angarium.access;

import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.OptionalLong;

/**
 * The audit chain. A row is appended in the transaction of the change it tells of, as its last step: from there to the
 * commit the tenant's chain is locked.
 */
public final class PgAudit {
    private static final String APPEND = "select append_audit($1, $2, $3, $4, $5, $6, $7, $8)";
    private static final String BROKEN = "select broken_audit($1)";

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

    /** The number of the first row of the tenant's chain that is not as it was written; empty where all are. */
    public Future<OptionalLong> firstBroken(SqlConnection connection, int tenantNo) {
        return connection.preparedQuery(BROKEN).execute(Tuple.of(tenantNo)).map(rows -> {
            var n = rows.iterator().next().getLong(0);
            return n == null ? OptionalLong.empty() : OptionalLong.of(n);
        });
    }
}
