package dev.angarium.cluster;

import dev.angarium.event.OwnedPartition;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The arbiter's table: the epochs of the partitions. */
public final class PgPartitionOwners {
    private static final String SHAPE_ONCE =
            "insert into cluster_shape (partitions) values ($1) on conflict do nothing";

    private static final String SHAPE = "select partitions from cluster_shape";

    private static final String FILL =
            """
            insert into partition_owner (partition, epoch)
            select p, 0 from generate_series(0, $1 - 1) p on conflict do nothing""";

    /**
     * Waits for the FOR SHARE locks of writes under way, then shuts their epochs out. The rows are locked in partition
     * order, as writers lock them, so the two never wait for each other in a circle. An epoch below 0 claims whatever
     * is there; another one only what it names.
     */
    private static final String CLAIM =
            """
            with due as materialized (
              select o.partition
              from unnest($1::int[], $2::bigint[]) c(partition, epoch)
              join partition_owner o on o.partition = c.partition and (c.epoch < 0 or o.epoch = c.epoch)
              order by o.partition
              for update of o)
            update partition_owner o
            set epoch = o.epoch + 1, node = $3, since = now()
            from due where o.partition = due.partition
            returning o.partition, o.epoch""";

    private static final long ANY_EPOCH = -1;

    private final Pool pipeline;

    public PgPartitionOwners(Pool pipeline) {
        this.pipeline = pipeline;
    }

    /** How many partitions this database has; the wanted number is written down if there is none yet. */
    Future<Integer> shape(int wanted) {
        return pipeline.preparedQuery(SHAPE_ONCE)
                .execute(Tuple.of(wanted))
                .compose(done -> pipeline.preparedQuery(SHAPE).execute())
                .map(rows -> rows.iterator().next().getInteger(0))
                .compose(this::fill);
    }

    private Future<Integer> fill(int partitions) {
        return pipeline.preparedQuery(FILL).execute(Tuple.of(partitions)).map(partitions);
    }

    /** Raises the epoch of each of these partitions, whoever holds it. */
    Future<List<OwnedPartition>> claim(Collection<Integer> partitions, String node) {
        return claimAt(
                partitions.stream().map(p -> new OwnedPartition(p, ANY_EPOCH)).toList(), node);
    }

    /** Raises the epoch of those partitions that still have the epoch named. */
    Future<List<OwnedPartition>> claimAt(Collection<OwnedPartition> partitions, String node) {
        var numbers = partitions.stream().map(OwnedPartition::partition).toArray(Integer[]::new);
        var epochs = partitions.stream().map(OwnedPartition::epoch).toArray(Long[]::new);
        return pipeline.preparedQuery(CLAIM)
                .execute(Tuple.wrap(List.<Object>of(numbers, epochs, node)))
                .map(PgPartitionOwners::owned);
    }

    private static List<OwnedPartition> owned(RowSet<Row> rows) {
        var owned = new ArrayList<OwnedPartition>(rows.size());
        rows.forEach(row -> owned.add(new OwnedPartition(row.getInteger(0), row.getLong(1))));
        return owned;
    }
}
