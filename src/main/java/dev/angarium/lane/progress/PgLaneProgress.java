package dev.angarium.lane.progress;

import dev.angarium.event.InstanceRef;
import dev.angarium.event.OwnedPartition;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStore;
import dev.angarium.pg.PgFailure;
import dev.angarium.pg.PgPools;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Progress in PostgreSQL, through the pipeline's pool. */
public final class PgLaneProgress implements LaneStore {
    /**
     * Answers the slots that are held. FOR SHARE may have to wait for a claim: PostgreSQL then looks at the row again,
     * and a partition whose epoch has changed drops out of {@code fence}, with exactly its rows. A settled range stays
     * settled: ranges are united, and cut where the cursor has passed them.
     */
    private static final String FLUSH =
            """
            with fence as materialized (
              select f.slot
              from unnest($1::int[], $2::bigint[]) with ordinality f(partition, epoch, slot)
              join partition_owner o on o.partition = f.partition and o.epoch = f.epoch
              order by o.partition
              for share of o
            ), held as materialized (
              select count(*) = cardinality($1::int[]) as whole, array_agg(slot::int) as slots from fence
            ), cursors as (
              insert into lane_cursor as c (instance, consumer, tenant_no, seq, ranges, count, attempts, retry_at, tried)
              select n.instance, n.consumer, n.tenant_no, n.seq, n.ranges::int8multirange, n.count, n.attempts, n.retry_at, n.tried
              from held, unnest($3::int[], $4::int[], $5::int[], $6::int[], $7::bigint[], $8::text[], $9::int[], $10::int[],
                $11::bigint[], $12::text[]) n(slot, instance, consumer, tenant_no, seq, ranges, count, attempts, retry_at, tried)
              where held.whole or n.slot = any(held.slots)
              order by n.instance, n.consumer
              on conflict (instance, consumer) do update set
                seq = greatest(c.seq, excluded.seq),
                ranges = case when isempty(c.ranges) and isempty(excluded.ranges) then c.ranges
                  else (c.ranges + excluded.ranges)
                    * int8multirange(int8range(greatest(c.seq, excluded.seq) + 1, null)) end,
                count = case when excluded.seq >= c.seq then excluded.count else c.count end,
                attempts = case when excluded.seq >= c.seq then excluded.attempts else c.attempts end,
                retry_at = case when excluded.seq >= c.seq then excluded.retry_at else c.retry_at end,
                tried = case when excluded.seq >= c.seq then excluded.tried else c.tried end,
                updated_at = now()
            ), attempts as (
              insert into delivery_attempt (bucket, tenant_no, consumer, instance, seq, count, attempt, started_at,
                latency_ms, status, error, response_head)
              select (now() at time zone 'UTC')::date, n.tenant_no, n.consumer, n.instance, n.seq, n.count, n.attempt,
                n.started_at, n.latency_ms, n.status, n.error, n.response_head
              from held, unnest($13::int[], $14::int[], $15::int[], $16::int[], $17::bigint[], $18::int[], $19::int[],
                $20::bigint[], $21::int[], $22::int[], $23::text[], $24::text[]) n(slot, tenant_no, consumer, instance,
                seq, count, attempt, started_at, latency_ms, status, error, response_head)
              where held.whole or n.slot = any(held.slots)
            ), letters as (
              insert into dead_letter (id, tenant_no, consumer, instance, seq, type, chat, received_at, occurred_at,
                correlation_id, data, raw, reason, attempts, tried, from_replay)
              select n.id, n.tenant_no, n.consumer, n.instance, n.seq, n.type, n.chat, n.received_at, n.occurred_at,
                n.correlation_id, n.data, n.raw, n.reason, n.attempts, n.tried, n.from_replay
              from held, unnest($25::int[], $26::uuid[], $27::int[], $28::int[], $29::int[], $30::bigint[], $31::text[],
                $32::text[], $33::bigint[], $34::bigint[], $35::text[], $36::bytea[], $37::bytea[], $38::text[],
                $39::int[], $40::text[], $41::boolean[]) n(slot, id, tenant_no, consumer, instance, seq, type, chat,
                received_at, occurred_at, correlation_id, data, raw, reason, attempts, tried, from_replay)
              where held.whole or n.slot = any(held.slots)
              on conflict (id) do nothing
            )
            select slot::int from fence""";

    private static final String SAVED =
            """
            select c.consumer, c.instance, c.seq, c.ranges::text, c.count, c.attempts, c.retry_at, c.tried
            from unnest($1::int[], $2::int[]) k(instance, consumer)
            join lane_cursor c on c.instance = k.instance and c.consumer = k.consumer""";

    private static final String INSTANCES =
            """
            select i.no, i.id, i.tenant_no, t.id
            from instance i join tenant t on t.no = i.tenant_no
            where i.no > $1 order by i.no limit $2""";

    private final Pool pipeline;

    public PgLaneProgress(Pool pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public Future<Set<OwnedPartition>> flush(Batch batch) {
        var arrays = new BatchArrays(batch);
        return PgPools.using(
                        pipeline, connection -> connection.preparedQuery(FLUSH).execute(Tuple.wrap(arrays.columns())))
                .recover(this::makeDayIfMissing)
                .map(answer -> refused(arrays, answer));
    }

    /** The delivery log may have no partition for today, where the job that makes them has not run: the next try will. */
    private <T> Future<T> makeDayIfMissing(Throwable failure) {
        if (PgFailure.of(failure).kind() != PgFailure.Kind.NO_PARTITION) {
            return Future.failedFuture(failure);
        }
        return new PgLaneJobs(pipeline).makeAhead().transform(made -> Future.failedFuture(failure));
    }

    private static Set<OwnedPartition> refused(BatchArrays arrays, RowSet<Row> answer) {
        if (answer.size() == arrays.owners().size()) {
            return Set.of();
        }
        var refused = new HashSet<>(arrays.owners());
        answer.forEach(row -> refused.remove(arrays.owner(row.getInteger(0))));
        return refused;
    }

    @Override
    public Future<Map<LaneKey, Saved>> saved(Collection<LaneKey> lanes) {
        var instances = lanes.stream().map(LaneKey::instanceNo).toArray(Integer[]::new);
        var consumers = lanes.stream().map(LaneKey::consumer).toArray(Integer[]::new);
        return pipeline.preparedQuery(SAVED)
                .execute(Tuple.wrap(List.<Object>of(instances, consumers)))
                .map(rows -> {
                    var saved = new HashMap<LaneKey, Saved>();
                    rows.forEach(row -> saved.put(new LaneKey(row.getInteger(0), row.getInteger(1)), saved(row)));
                    return saved;
                });
    }

    private static Saved saved(Row row) {
        var trial = new Trial(row.getInteger(4), row.getInteger(5), row.getLong(6), Tried.read(row.getString(7)));
        return new Saved(row.getLong(2), row.getString(3), trial);
    }

    @Override
    public Future<List<InstanceRef>> instances(int afterNo, int limit) {
        return pipeline.preparedQuery(INSTANCES)
                .execute(Tuple.of(afterNo, (long) limit))
                .map(rows -> rows.stream()
                        .map(row -> new InstanceRef(
                                row.getInteger(0), row.getString(1), row.getInteger(2), row.getString(3)))
                        .toList());
    }
}
