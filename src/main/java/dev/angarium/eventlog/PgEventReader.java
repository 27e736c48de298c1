package dev.angarium.eventlog;

import dev.angarium.event.Event;
import dev.angarium.event.EventReader;
import dev.angarium.event.InstanceRef;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the log of any tenant by primary key, for the pipeline. */
public final class PgEventReader implements EventReader {
    /**
     * The sizes are summed before the bodies are read: what lies beyond the bound is neither unpacked nor sent. A row is
     * taken while the ones before it have not exceeded the bound.
     */
    private static final String AFTER =
            """
            select seq, type, chat, received_at, occurred_at, correlation_id, data, raw
            from (
              select *, sum(octet_length(data) + octet_length(raw) + 256) over (order by seq)
                - (octet_length(data) + octet_length(raw) + 256) as before
              from (
                select seq, type, chat, received_at, occurred_at, correlation_id, data, raw
                from event_log where instance = $1 and seq > $2 order by seq limit $3) page) sized
            where before <= $4
            order by seq""";

    private static final String FIND =
            """
            select seq, type, chat, received_at, occurred_at, correlation_id, data, raw
            from event_log where instance = $1 and seq = $2""";

    private static final String TAILS =
            """
            select i.instance, greatest(
              coalesce((select l.seq from event_log l where l.instance = i.instance order by l.seq desc limit 1), 0),
              coalesce((select s.last_seq from instance_sequence s where s.instance = i.instance), 0)) as last_seq
            from unnest($1::int[]) as i(instance)""";

    private final Pool pipeline;

    public PgEventReader(Pool pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public Future<List<Event>> after(InstanceRef instance, long afterSeq, int limit, long maxBytes) {
        return pipeline.preparedQuery(AFTER)
                .execute(Tuple.of(instance.no(), afterSeq, (long) limit, maxBytes))
                .map(rows -> events(instance, rows));
    }

    @Override
    public Future<Optional<Event>> find(InstanceRef instance, long seq) {
        return pipeline.preparedQuery(FIND)
                .execute(Tuple.of(instance.no(), seq))
                .map(rows -> events(instance, rows).stream().findFirst());
    }

    @Override
    public Future<Map<Integer, Long>> tails(Collection<Integer> instanceNos) {
        var instances = instanceNos.toArray(Integer[]::new);
        return pipeline.preparedQuery(TAILS)
                .execute(Tuple.wrap(List.of((Object) instances)))
                .map(rows -> {
                    var tails = new HashMap<Integer, Long>();
                    rows.forEach(row -> tails.put(row.getInteger(0), row.getLong(1)));
                    return tails;
                });
    }

    static List<Event> events(InstanceRef instance, RowSet<Row> rows) {
        var events = new ArrayList<Event>(rows.size());
        rows.forEach(row -> events.add(event(instance, row, 0)));
        return events;
    }

    /** An event out of eight columns in the order of this class's own statements, the first at this place. */
    public static Event event(InstanceRef instance, Row row, int from) {
        return new Event(
                instance,
                row.getLong(from),
                row.getString(from + 1),
                row.getString(from + 2),
                row.getLong(from + 3),
                row.getLong(from + 4),
                row.getString(from + 5),
                row.getBuffer(from + 6).getBytes(),
                row.getBuffer(from + 7).getBytes());
    }
}
