package dev.angarium.access.audit;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.function.Consumer;

/** Goes over the audit chains, one tenant after the other: what was changed behind the table's back is told. */
public final class PgChainCheck {
    private static final Log LOG = Log.of(PgChainCheck.class);
    private static final String NEXT = "select tenant_no, tenant_id, broken from check_audit_after($1)";

    private final Pool pipeline;
    private final Consumer<Broken> alarm;
    private volatile int after;

    /**
     * A chain that is not as it was written.
     *
     * @param row the number of the first row that is not, or after which one is missing
     */
    public record Broken(String tenantId, long row) {
        /** As an error, for whoever reads logs: the chain itself cannot be mended. */
        public void log() {
            LOG.error(
                    "an audit row is not as it was written",
                    Fields.of().tenantId(tenantId).sequence(row));
        }
    }

    public PgChainCheck(Pool pipeline, Consumer<Broken> alarm) {
        this.pipeline = pipeline;
        this.alarm = alarm;
    }

    /** Checks one more tenant's chain. @return 1; 0 once all were checked: then it begins anew */
    public Future<Integer> next() {
        return pipeline.preparedQuery(NEXT).execute(Tuple.of(after)).map(this::seen);
    }

    private int seen(RowSet<Row> rows) {
        if (rows.size() == 0) {
            after = 0;
            return 0;
        }
        var row = rows.iterator().next();
        after = row.getInteger(0);
        var broken = row.getLong(2);
        if (broken != null) {
            alarm.accept(new Broken(row.getString(1), broken));
        }
        return 1;
    }
}
