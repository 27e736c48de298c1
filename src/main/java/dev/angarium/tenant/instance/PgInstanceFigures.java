package dev.angarium.tenant.instance;

import dev.angarium.event.Event;
import dev.angarium.event.EventReader;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.PgPools;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** The log's tail, and how far behind it the slowest active webhook is; cursors are written every 100 ms or so. */
public final class PgInstanceFigures implements InstanceFigures {
    private static final String SLOWEST =
            """
            select min(coalesce(c.seq, 0)) from subscription s
            left join lane_cursor c on c.consumer = s.no and c.instance = $1
            where s.tenant_no = $2 and s.state = 'active' and s.deleted_at is null
              and (s.instances = '{}' or $3 = any (s.instances))
            """;

    private static final String USUAL_PAUSE =
            "select greatest(longest, longest_before) from instance_habit where instance = $1 and pauses > 0";

    private final EventReader events;
    private final Pool pipeline;

    public PgInstanceFigures(EventReader events, Pool pipeline) {
        this.events = events;
        this.pipeline = pipeline;
    }

    @Override
    public Future<Figures> of(InstanceRef instance) {
        return events.tails(List.of(instance.no()))
                .map(tails -> tails.getOrDefault(instance.no(), 0L))
                .compose(tail -> Future.all(last(instance, tail), slowest(instance, tail), usualPause(instance))
                        .map(all -> new Figures(
                                tail, all.resultAt(0), Math.max(0, tail - all.<Long>resultAt(1)), all.resultAt(2))));
    }

    private Future<Optional<Long>> last(InstanceRef instance, long tail) {
        return tail == 0
                ? Future.succeededFuture(Optional.empty())
                : events.find(instance, tail).map(event -> event.map(Event::receivedAt));
    }

    private Future<Optional<Long>> usualPause(InstanceRef instance) {
        return PgPools.using(
                        pipeline,
                        connection -> connection.preparedQuery(USUAL_PAUSE).execute(Tuple.of(instance.no())))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getLong(0)));
    }

    private Future<Long> slowest(InstanceRef instance, long tail) {
        return PgPools.using(pipeline, connection -> connection
                        .preparedQuery(SLOWEST)
                        .execute(Tuple.of(instance.no(), instance.tenantNo(), instance.id())))
                .map(rows ->
                        Optional.ofNullable(rows.iterator().next().getLong(0)).orElse(tail));
    }
}
