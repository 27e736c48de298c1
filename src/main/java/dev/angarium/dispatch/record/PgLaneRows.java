package dev.angarium.dispatch.record;

import dev.angarium.pg.TenantSession;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads how far the lanes of a subscription are: one at each instance it covers, whether it ever moved or not. */
public final class PgLaneRows {
    private static final String SUBSCRIPTION =
            "select no, state, instances from subscription where id = $1 and deleted_at is null";

    private static final String LIST =
            """
            select i.no, i.id, coalesce(c.seq, 0), coalesce(c.attempts, 0),
              greatest(coalesce(c.seq, 0), coalesce(
                (select l.seq from event_log l where l.instance = i.no order by l.seq desc limit 1), 0)),
              (select count(*) from dead_letter d where d.consumer = $1 and d.instance = i.no
                and d.replayed_at is null and not d.deleted)
            from instance i left join lane_cursor c on c.instance = i.no and c.consumer = $1
            where i.deleted_at is null and (cardinality($2::text[]) = 0 or i.id = any($2))
              and ($3::text is null or i.id = $3) and i.no > $4
            order by i.no limit $5""";

    private final TenantSession tenants;

    public PgLaneRows(TenantSession tenants) {
        this.tenants = tenants;
    }

    /**
     * By instance; empty where there is no such subscription.
     *
     * @param instance public id; empty for all
     * @param after the number of the last instance seen
     */
    public Future<Optional<Page<LaneRow>>> list(
            int tenantNo, String webhookId, Optional<String> instance, int after, int limit) {
        return tenants.as(tenantNo, connection -> connection
                .preparedQuery(SUBSCRIPTION)
                .execute(Tuple.of(webhookId))
                .compose(found -> {
                    if (found.size() == 0) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    var subscription = found.iterator().next();
                    var values = Tuple.from(Arrays.asList(
                            subscription.getInteger(0),
                            subscription.getArrayOfStrings(2),
                            instance.orElse(null),
                            after,
                            limit + 1L));
                    return connection
                            .preparedQuery(LIST)
                            .execute(values)
                            .map(rows ->
                                    Optional.of(page(subscription, rows.stream().toList(), limit)));
                }));
    }

    private static Page<LaneRow> page(Row subscription, List<Row> rows, int limit) {
        return Page.of(
                rows.stream().map(row -> lane(subscription, row)).toList(),
                rows.stream().map(row -> Integer.toString(row.getInteger(0))).toList(),
                limit);
    }

    private static LaneRow lane(Row subscription, Row row) {
        return new LaneRow(
                row.getInteger(0),
                row.getString(1),
                subscription.getInteger(0),
                subscription.getString(1),
                row.getLong(2),
                row.getLong(4),
                row.getInteger(3),
                row.getLong(5));
    }
}
