package dev.angarium.eventlog;

import dev.angarium.event.EventId;
import dev.angarium.event.OwnedPartition;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.pg.PgFailure;
import dev.angarium.pg.PgPools;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The inserting statement on PostgreSQL. */
public final class PgEventLog implements LogStatement {
    private static final Log LOG = Log.of(PgEventLog.class);

    /**
     * Answers a row for each known key (ord from 1) and for each fenced partition (ord below 0); committed rows answer
     * nothing. FOR SHARE may have to wait for a claim: PostgreSQL then looks at the row again, and a partition whose
     * epoch has changed drops out of {@code fence}, with exactly its rows. LATERAL with LIMIT keeps the planner at one
     * index probe per key and generation, whatever it believes about the size of the tables.
     */
    private static final String WRITE =
            """
            with fence as materialized (
              select f.slot
              from unnest($1::int[], $2::bigint[]) with ordinality f(partition, epoch, slot)
              join partition_owner o on o.partition = f.partition and o.epoch = f.epoch
              order by o.partition
              for share of o
            ), held as materialized (
              select count(*) = cardinality($1::int[]) as whole, array_agg(slot::int) as slots from fence
            ), live as materialized (
              select current from dedupe_generation
            ), known as materialized (
              select r.ord, r.instance, d.seq, d.received_at, d.fingerprint
              from unnest($4::int[], $7::uuid[]) with ordinality r(instance, key, ord)
              cross join lateral (
                select e.seq, e.received_at, e.fingerprint
                from event_dedupe e
                where e.instance = r.instance and e.key = r.key
                  and e.generation between (select current - 1 from live) and (select current from live)
                limit 1) d
            ), log as (
              insert into event_log (instance, seq, bucket, tenant_no, received_at, occurred_at, type, chat,
                correlation_id, data, raw)
              select r.instance,
                r.seq - (select count(*) from known k where k.instance = r.instance and k.ord < r.ord),
                (now() at time zone 'UTC')::date, r.tenant_no, r.received_at, r.occurred_at, r.type, r.chat,
                r.correlation_id, r.data, r.raw
              from held, unnest($3::int[], $4::int[], $5::int[], $6::bigint[], $9::bigint[], $10::bigint[],
                  $11::text[], $12::text[], $13::text[], $14::bytea[], $15::bytea[])
                with ordinality r(slot, instance, tenant_no, seq, received_at, occurred_at,
                  type, chat, correlation_id, data, raw, ord)
              where (held.whole or r.slot = any(held.slots))
                and not exists (select from known k where k.ord = r.ord)
            ), dedupe as (
              insert into event_dedupe (generation, instance, key, seq, received_at, fingerprint)
              select (select current from live), r.instance, r.key,
                r.seq - (select count(*) from known k where k.instance = r.instance and k.ord < r.ord),
                r.received_at, r.fingerprint
              from held, unnest($3::int[], $4::int[], $6::bigint[], $7::uuid[], $8::int[], $9::bigint[])
                with ordinality r(slot, instance, seq, key, fingerprint, received_at, ord)
              where (held.whole or r.slot = any(held.slots))
                and not exists (select from known k where k.ord = r.ord)
            """;

    private static final String ANSWER =
            """
            )
            select ord::int, seq, received_at, fingerprint from known
            union all
            select -f.slot::int, 0, 0, 0
            from held, unnest($1::int[]) with ordinality f(partition, slot)
            where not held.whole and (held.slots is null or f.slot <> all(held.slots))
            """;

    /** For the one row whose first form was refused. */
    private static final String LIST_IN_QUARANTINE =
            """
            ), listed as (
              insert into quarantine (tenant_no, instance, seq, received_at, type, reason, raw)
              select r.tenant_no, r.instance, r.seq, r.received_at, $16, $17, r.raw
              from held, unnest($4::int[], $5::int[], $6::bigint[], $9::bigint[], $15::bytea[])
                r(instance, tenant_no, seq, received_at, raw)
              where held.whole and not exists (select from known)
            """;

    private final Pool pipeline;
    private final Time time;
    private final EventLogMetrics metrics;

    public PgEventLog(Pool pipeline, Time time, EventLogMetrics metrics) {
        this.pipeline = pipeline;
        this.time = time;
        this.metrics = metrics;
    }

    @Override
    public Future<Outcome> run(List<OwnedPartition> fences, List<Proposal> rows) {
        return execute(WRITE + ANSWER, parameters(fences, rows), rows);
    }

    @Override
    public Future<Outcome> runQuarantined(List<OwnedPartition> fences, Proposal row, Quarantined why) {
        var rows = List.of(row);
        var parameters = parameters(fences, rows).addString(why.type()).addString(why.reason());
        return execute(WRITE + LIST_IN_QUARANTINE + ANSWER, parameters, rows);
    }

    private Future<Outcome> execute(String sql, Tuple parameters, List<Proposal> rows) {
        return PgPools.using(pipeline, connection -> send(connection, sql, parameters, rows))
                .recover(failure -> Future.succeededFuture(outcomeOf(failure)));
    }

    private Future<Outcome> send(SqlConnection connection, String sql, Tuple parameters, List<Proposal> rows) {
        var start = time.nanos();
        return connection.preparedQuery(sql).execute(parameters).map(answer -> {
            metrics.written(rows.size(), time.nanos() - start);
            return done(answer, rows);
        });
    }

    private static Outcome done(RowSet<Row> answer, List<Proposal> rows) {
        if (answer.size() == 0) {
            return Outcome.Done.ALL;
        }
        var known = new HashMap<Integer, Known>();
        var fenced = new HashSet<Integer>();
        for (var row : answer) {
            var ord = row.getInteger(0);
            if (ord < 0) {
                fenced.add(-ord - 1);
            } else {
                var instance = rows.get(ord - 1).draft().instance().no();
                var first = new EventId(row.getLong(2), instance, row.getLong(1));
                known.put(ord - 1, new Known(first, row.getInteger(3)));
            }
        }
        return new Outcome.Done(known, fenced);
    }

    private static Outcome outcomeOf(Throwable failure) {
        var meaning = PgFailure.of(failure);
        return switch (meaning.kind()) {
            case UNAVAILABLE, TOO_MANY_CONNECTIONS, CONFLICT, TIMED_OUT, DISK_FULL ->
                new Outcome.Undone(RowResult.AWAY);
            case OUTCOME_UNKNOWN -> new Outcome.Undone(RowResult.LOST);
            case UNIQUE_VIOLATION -> new Outcome.Undone(RowResult.STALE);
            case NO_PARTITION -> new Outcome.NoPartition();
            case DATA_REFUSED -> new Outcome.Refused(meaning.sqlState());
            case DEFECT -> defect(failure);
        };
    }

    /** What PostgreSQL refused is rolled back; of what failed elsewhere nobody knows. */
    private static Outcome defect(Throwable failure) {
        LOG.error("The log could not write a batch", Fields.of(), failure);
        return new Outcome.Undone(failure instanceof PgException ? RowResult.AWAY : RowResult.LOST);
    }

    private static Tuple parameters(List<OwnedPartition> fences, List<Proposal> rows) {
        var columns = new ArrayList<Object>(17);
        columns.add(column(fences, Integer[]::new, OwnedPartition::partition));
        columns.add(column(fences, Long[]::new, OwnedPartition::epoch));
        columns.add(column(rows, Integer[]::new, row -> row.fence() + 1));
        columns.add(column(rows, Integer[]::new, row -> row.draft().instance().no()));
        columns.add(column(rows, Integer[]::new, row -> row.draft().instance().tenantNo()));
        columns.add(column(rows, Long[]::new, Proposal::seq));
        columns.add(column(rows, UUID[]::new, row -> row.draft().key()));
        columns.add(column(rows, Integer[]::new, row -> row.draft().fingerprint()));
        columns.add(column(rows, Long[]::new, row -> row.draft().receivedAt()));
        columns.add(column(rows, Long[]::new, row -> row.draft().occurredAt()));
        columns.add(column(rows, String[]::new, row -> row.draft().type()));
        columns.add(column(rows, String[]::new, row -> row.draft().chat()));
        columns.add(column(rows, String[]::new, row -> row.draft().correlationId()));
        columns.add(column(rows, Buffer[]::new, row -> Buffer.buffer(row.draft().data())));
        columns.add(column(rows, Buffer[]::new, row -> Buffer.buffer(row.draft().raw())));
        return Tuple.wrap(columns);
    }

    private static <S, T> T[] column(List<S> rows, IntFunction<T[]> array, Function<S, ? extends @Nullable T> value) {
        var column = array.apply(rows.size());
        for (var at = 0; at < column.length; at++) {
            column[at] = value.apply(rows.get(at));
        }
        return column;
    }
}
