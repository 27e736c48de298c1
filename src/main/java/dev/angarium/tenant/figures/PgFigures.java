package dev.angarium.tenant.figures;

import dev.angarium.pg.PgPools;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Counts and names by the pipeline's role, which sees every tenant. */
public final class PgFigures {
    private static final String COUNT =
            """
            select i.devices, i.connected, s.webhooks, s.disabled
            from (select count(*) as devices, count(*) filter (where state = 'open') as connected
                  from instance where deleted_at is null and external_id <> '') i,
                 (select count(*) filter (where state = 'active') as webhooks,
                         count(*) filter (where state = 'disabled' and state_reason <> 'owner') as disabled
                  from subscription where deleted_at is null) s
            """;
    private static final String IDS = "select no, id from instance where no = any ($1)";

    private final Pool pipeline;

    public PgFigures(Pool pipeline) {
        this.pipeline = pipeline;
    }

    public Future<Figures> count() {
        return query(COUNT, Tuple.tuple()).map(rows -> {
            var row = rows.iterator().next();
            return new Figures(
                    row.getLong("devices"), row.getLong("connected"), row.getLong("webhooks"), row.getLong("disabled"));
        });
    }

    /** Public ids by number; those of instances that are gone as well. */
    public Future<Map<Integer, String>> ids(Collection<Integer> instances) {
        return query(IDS, Tuple.of(instances.toArray(Integer[]::new))).map(rows -> {
            Map<Integer, String> ids = new HashMap<>();
            rows.forEach(row -> ids.put(row.getInteger("no"), row.getString("id")));
            return ids;
        });
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return PgPools.using(
                pipeline, connection -> connection.preparedQuery(sql).execute(values));
    }
}
