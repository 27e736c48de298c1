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
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The inserting statement on PostgreSQL, in two forms. As a rule every key of a batch is new: {@code FRESH} writes all or
 * nothing and leaves it to the unique index to find a known key. Where it wrote nothing, {@code EXACT} looks each key up
 * first and says what is known and what is fenced; it goes first as long as batches hold known keys. Lives on the
 * context of the one sequencer it writes for.
 */
public final class PgEventLog implements LogStatement {
    private static final Log LOG = Log.of(PgEventLog.class);

    /**
     * Answers a row where it wrote nothing. The generation before is asked first, the current one by the insert itself:
     * a look-up there would go down the same index twice. FOR SHARE waits for a claim under way.
     */
    private static final String FRESH =
            """
            with fence as materialized (
              select o.partition
              from unnest($1::int[], $2::bigint[]) f(partition, epoch)
              join partition_owner o on o.partition = f.partition and o.epoch = f.epoch
              order by o.partition
              for share of o
            ), held as materialized (
              select live.current as generation, (now() at time zone 'UTC')::date as bucket
              from dedupe_generation live
              where (select count(*) from fence) = cardinality($1::int[])
                and not exists (
                  select from unnest($3::int[], $6::uuid[]) r(instance, key)
                  join event_dedupe e on e.instance = r.instance and e.key = r.key
                  where e.generation = (select current - 1 from dedupe_generation))
            ), dedupe as (
              insert into event_dedupe (generation, instance, seq, key, fingerprint, received_at)
              select held.generation, r.*
              from held, (
                select unnest($3::int[]), unnest($5::bigint[]), unnest($6::uuid[]), unnest($7::int[]),
                  unnest($8::bigint[])) r
            ), log as (
              insert into event_log (bucket, instance, tenant_no, seq, received_at, occurred_at, type, chat,
                correlation_id, data, raw)
              select held.bucket, r.*
              from held, (
                select unnest($3::int[]), unnest($4::int[]), unnest($5::bigint[]), unnest($8::bigint[]),
                  unnest($9::bigint[]), unnest($10::text[]), unnest($11::text[]), unnest($12::text[]),
                  unnest($13::bytea[]), unnest($14::bytea[])) r
            )
            select 1 where not exists (select from held)
            """;

    /**
     * Answers a row for each known key (ord from 1) and for each fenced partition (ord below 0); committed rows answer
     * nothing. FOR SHARE may have to wait for a claim: PostgreSQL then looks at the row again, and a partition whose
     * epoch has changed drops out of {@code fence}, with exactly its rows. LATERAL with LIMIT keeps the planner at one
     * index probe per key and generation, whatever it believes about the size of the tables.
     */
    private static final String EXACT =
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
              from unnest($3::int[], $6::uuid[]) with ordinality r(instance, key, ord)
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
              from held, unnest($15::int[], $3::int[], $4::int[], $5::bigint[], $8::bigint[], $9::bigint[],
                  $10::text[], $11::text[], $12::text[], $13::bytea[], $14::bytea[])
                with ordinality r(slot, instance, tenant_no, seq, received_at, occurred_at,
                  type, chat, correlation_id, data, raw, ord)
              where (held.whole or r.slot = any(held.slots))
                and not exists (select from known k where k.ord = r.ord)
            ), dedupe as (
              insert into event_dedupe (generation, instance, key, seq, received_at, fingerprint)
              select (select current from live), r.instance, r.key,
                r.seq - (select count(*) from known k where k.instance = r.instance and k.ord < r.ord),
                r.received_at, r.fingerprint
              from held, unnest($15::int[], $3::int[], $5::bigint[], $6::uuid[], $7::int[], $8::bigint[])
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
              from held, unnest($3::int[], $4::int[], $5::bigint[], $8::bigint[], $14::bytea[])
                r(instance, tenant_no, seq, received_at, raw)
              where held.whole and not exists (select from known)
            """;

    private final Pool pipeline;
    private final Time time;
    private final EventLogMetrics metrics;
    private boolean repeats;

    public PgEventLog(Pool pipeline, Time time, EventLogMetrics metrics) {
        this.pipeline = pipeline;
        this.time = time;
        this.metrics = metrics;
    }

    @Override
    public Future<Outcome> run(List<OwnedPartition> fences, List<Proposal> rows) {
        return repeats ? exact(fences, rows) : fresh(fences, rows);
    }

    @Override
    public Future<Outcome> runQuarantined(List<OwnedPartition> fences, Proposal row, Quarantined why) {
        var rows = List.of(row);
        var parameters = exactly(fences, rows).addString(why.type()).addString(why.reason());
        return execute(EXACT + LIST_IN_QUARANTINE + ANSWER, parameters, rows);
    }

    /** A unique index that refuses may be the keys' or the numbers': the exact form tells. */
    private Future<Outcome> fresh(List<OwnedPartition> fences, List<Proposal> rows) {
        return statement(FRESH, parameters(fences, rows), rows)
                .map(PgEventLog::allOrNothing)
                .recover(failure -> Future.succeededFuture(outcomeOf(failure)))
                .compose(outcome -> outcome instanceof Outcome.Undone undone && undone.each() == RowResult.STALE
                        ? exact(fences, rows)
                        : Future.succeededFuture(outcome));
    }

    private static Outcome allOrNothing(RowSet<Row> answer) {
        return answer.size() == 0 ? Outcome.Done.ALL : new Outcome.Undone(RowResult.STALE);
    }

    private Future<Outcome> exact(List<OwnedPartition> fences, List<Proposal> rows) {
        return execute(EXACT + ANSWER, exactly(fences, rows), rows)
                .onSuccess(outcome -> repeats =
                        outcome instanceof Outcome.Done done && !done.known().isEmpty());
    }

    private Future<Outcome> execute(String sql, Tuple parameters, List<Proposal> rows) {
        return statement(sql, parameters, rows)
                .map(answer -> (Outcome) done(answer, rows))
                .recover(failure -> Future.succeededFuture(outcomeOf(failure)));
    }

    private Future<RowSet<Row>> statement(String sql, Tuple parameters, List<Proposal> rows) {
        return PgPools.using(pipeline, connection -> {
            var start = time.nanos();
            return connection
                    .preparedQuery(sql)
                    .execute(parameters)
                    .onSuccess(answer -> metrics.written(rows.size(), time.nanos() - start));
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

    /** With the slot of each row's fence, for the form that leaves out the fenced ones. */
    private static Tuple exactly(List<OwnedPartition> fences, List<Proposal> rows) {
        return parameters(fences, rows).addValue(column(rows, Integer[]::new, row -> row.fence() + 1));
    }

    private static Tuple parameters(List<OwnedPartition> fences, List<Proposal> rows) {
        var columns = new ArrayList<Object>(17);
        columns.add(column(fences, Integer[]::new, OwnedPartition::partition));
        columns.add(column(fences, Long[]::new, OwnedPartition::epoch));
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
