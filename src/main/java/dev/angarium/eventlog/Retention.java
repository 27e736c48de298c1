package dev.angarium.eventlog;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.settings.RetentionSettings;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of the log: partitions ahead, first of all; then the next dedupe generation; then past buckets, oldest first,
 * that all lanes settled long enough ago. Several nodes may run them at once; the functions take turns by locks.
 */
public final class Retention {
    private static final Log LOG = Log.of(Retention.class);

    private final PgLogPartitions partitions;
    private final RetentionGuard guard;
    private final RetentionSettings settings;
    private final Time time;
    private final EventLogMetrics metrics;
    private Time.@Nullable Timer timer;
    private boolean running;

    public Retention(
            PgLogPartitions partitions,
            RetentionGuard guard,
            RetentionSettings settings,
            Time time,
            EventLogMetrics metrics) {
        this.partitions = partitions;
        this.guard = guard;
        this.settings = settings;
        this.time = time;
        this.metrics = metrics;
    }

    /** The first run ends before the node is ready: no write may meet a day without a partition. */
    public Future<Void> start() {
        timer = time.every(settings.cleanupInterval(), this::runUnlessRunning);
        return makeAhead();
    }

    public void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** One run of all jobs. A job that fails is logged, and tried again at the next run; it stops no other job. */
    Future<Void> run() {
        return makeAhead()
                .transform(done -> rotate())
                .transform(done -> dropPast())
                .onFailure(failure -> LOG.warn("Old partitions of the log could not be dropped", Fields.of(), failure))
                .otherwiseEmpty();
    }

    private void runUnlessRunning() {
        if (!running) {
            running = true;
            run().onComplete(done -> running = false);
        }
    }

    private Future<Void> makeAhead() {
        return partitions
                .makeAhead()
                .onSuccess(made -> metrics.partitionsAhead(true))
                .onFailure(failure -> {
                    metrics.partitionsAhead(false);
                    LOG.error("The log's partitions could not be made ahead", Fields.of(), failure);
                })
                .mapEmpty();
    }

    private Future<Void> rotate() {
        return partitions
                .rotate()
                .onSuccess(rotated -> {
                    if (rotated) {
                        metrics.dedupeRotated();
                    }
                })
                .onFailure(failure -> LOG.warn("The dedupe generations could not be rotated", Fields.of(), failure))
                .mapEmpty();
    }

    private Future<Void> dropPast() {
        return partitions.past().compose(this::dropFirst);
    }

    private Future<Void> dropFirst(List<LocalDate> buckets) {
        if (buckets.isEmpty()) {
            return Future.succeededFuture();
        }
        return dropIfDue(buckets.get(0)).compose(done -> dropFirst(buckets.subList(1, buckets.size())));
    }

    private Future<Void> dropIfDue(LocalDate bucket) {
        return guard.mayDrop(bucket)
                .compose(settled -> settled
                        ? partitions.settledFor(bucket, settings.delivered())
                        : partitions.unsettled(bucket).map(false))
                .compose(due -> due ? drop(bucket) : Future.succeededFuture());
    }

    private Future<Void> drop(LocalDate bucket) {
        return partitions.drop(bucket).map(dropped -> {
            LOG.info("Dropped a bucket of the log", Fields.of().code(String.valueOf(bucket)));
            metrics.partitionDropped();
            return null;
        });
    }
}
