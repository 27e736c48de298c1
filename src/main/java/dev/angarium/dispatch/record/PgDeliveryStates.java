package dev.angarium.dispatch.record;

import dev.angarium.dispatch.Interest;
import dev.angarium.dispatch.record.EventState.Numbered;
import dev.angarium.dispatch.record.EventState.State;
import dev.angarium.event.Event;
import dev.angarium.pg.TenantSession;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Derives what became of an event at each subscription of its tenant: from the lanes' cursors, dead letters, attempts and
 * filters. Nothing is stored for an event, so a state is as old as the last flush of its lane (100 ms).
 */
public final class PgDeliveryStates {
    private static final int ATTEMPTS_MAX = 100;
    private static final int SUBSCRIPTIONS_MAX = 1000;
    private static final int BATCH_MAX = 100;

    /** A subscription made after the event, whose lane began above it, never had to do with it. */
    private static final String LANES =
            """
            select s.no, s.id, s.events, s.instances, s.chats, s.groups,
              coalesce($2 <= c.seq or $2::bigint <@ c.ranges, false) as settled,
              coalesce(c.attempts, 0) > 0 and c.seq = $2 - 1 as tried,
              exists (select from dead_letter d where d.instance = $1 and d.seq = $2 and d.consumer = s.no
                and d.replayed_at is null) as parked,
              s.created_at > to_timestamp($3 / 1000.0) as late
            from subscription s left join lane_cursor c on c.instance = $1 and c.consumer = s.no
            where s.tenant_no = $4 and s.deleted_at is null order by s.no limit $5""";

    private static final String ATTEMPTS =
            """
            select consumer, attempt, started_at, latency_ms, status, error, response_head
            from delivery_attempt
            where instance = $1 and seq between $2::bigint - $3::bigint and $2 and seq + count > $2
            order by started_at limit $4""";

    private final TenantSession tenants;

    public PgDeliveryStates(TenantSession tenants) {
        this.tenants = tenants;
    }

    /** By subscription, in the order they were made. */
    public Future<List<EventState>> of(Event event) {
        return tenants.as(event.instance().tenantNo(), connection -> attempts(connection, event)
                .compose(attempts -> lanes(connection, event).map(rows -> states(event, rows, attempts))));
    }

    private static Future<Map<Integer, List<Numbered>>> attempts(SqlConnection connection, Event event) {
        var values = Tuple.of(event.instance().no(), event.seq(), BATCH_MAX - 1L, (long) ATTEMPTS_MAX);
        return connection.preparedQuery(ATTEMPTS).execute(values).map(rows -> {
            var byConsumer = new HashMap<Integer, List<Numbered>>();
            for (var row : rows) {
                byConsumer
                        .computeIfAbsent(row.getInteger(0), consumer -> new ArrayList<>())
                        .add(new Numbered(row.getInteger(1), PgDeliveries.attempt(row, 2)));
            }
            return byConsumer;
        });
    }

    private static Future<RowSet<Row>> lanes(SqlConnection connection, Event event) {
        return connection
                .preparedQuery(LANES)
                .execute(Tuple.of(
                        event.instance().no(),
                        event.seq(),
                        event.receivedAt(),
                        event.instance().tenantNo(),
                        (long) SUBSCRIPTIONS_MAX));
    }

    private static List<EventState> states(Event event, RowSet<Row> rows, Map<Integer, List<Numbered>> attempts) {
        var states = new ArrayList<EventState>();
        for (var row : rows) {
            var tries = attempts.getOrDefault(row.getInteger(0), List.of());
            if (!row.getBoolean(9) || !tries.isEmpty() || !row.getBoolean(6)) {
                states.add(new EventState(
                        row.getInteger(0), row.getString(1), state(event, row, tries), List.copyOf(tries)));
            }
        }
        return states;
    }

    private static State state(Event event, Row row, List<Numbered> tries) {
        if (row.getBoolean(8)) {
            return State.FAILED;
        }
        var delivered = tries.stream().anyMatch(tried -> tried.attempt().error() == null);
        if (delivered) {
            return State.DELIVERED;
        }
        if (!wanted(event, row)) {
            return State.FILTERED;
        }
        if (row.getBoolean(6)) {
            return State.DELIVERED;
        }
        return tries.isEmpty() && !row.getBoolean(7) ? State.PENDING : State.RETRYING;
    }

    private static boolean wanted(Event event, Row row) {
        return Interest.of(words(row, 2), Set.copyOf(words(row, 3)), Set.copyOf(words(row, 4)), row.getBoolean(5))
                .includes(event);
    }

    private static List<String> words(Row row, int at) {
        return Arrays.asList(row.getArrayOfStrings(at));
    }
}
