package dev.angarium.cluster;

import dev.angarium.event.OwnedPartition;
import dev.angarium.event.Partitions;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A ring of one: this node holds every partition. All changes happen on one context; what others read is an immutable
 * snapshot. A partition that is lost all the same is claimed again after a pause, so that two nodes that were started
 * on one database by mistake are both heard of in the logs, and neither writes over the other.
 */
public final class SoloOwnership implements Ownership {
    private static final Log LOG = Log.of(SoloOwnership.class);
    private static final Duration RECLAIM_PAUSE = Duration.ofMillis(250);

    private final Partitions partitions;
    private final PgPartitionOwners owners;
    private final String node;
    private final Time time;
    private final OwnershipMetrics metrics;
    private final Context context;
    private final List<Audience> audiences = new ArrayList<>();
    private final Set<Integer> lost = new HashSet<>();
    private volatile Map<Integer, Long> epochs = Map.of();
    private boolean released;

    public SoloOwnership(
            Vertx vertx,
            Partitions partitions,
            PgPartitionOwners owners,
            String node,
            Time time,
            OwnershipMetrics metrics) {
        this.context = vertx.getOrCreateContext();
        this.partitions = partitions;
        this.owners = owners;
        this.node = node;
        this.time = time;
        this.metrics = metrics;
    }

    /** Claims everything. Fails where the database was made for another number of partitions. */
    public Future<Void> claim() {
        return onContext(() -> owners.shape(partitions.count())
                .compose(this::refuseOtherShape)
                .compose(same -> owners.claim(all(), node))
                .map(this::take));
    }

    /** Lets go of everything; the epochs stay as they are, and the next claim raises them. */
    public Future<Void> release() {
        return onContext(() -> {
            released = true;
            epochs.keySet().forEach(this::drop);
            return Future.succeededFuture();
        });
    }

    @Override
    public Partitions partitions() {
        return partitions;
    }

    @Override
    public OptionalLong epochOf(int partition) {
        var epoch = epochs.get(partition);
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    @Override
    public Set<Integer> held() {
        return epochs.keySet();
    }

    @Override
    public void fenced(int partition, long epoch) {
        context.runOnContext(go -> {
            if (holds(new OwnedPartition(partition, epoch))) {
                LOG.warn(
                        "A partition was claimed by another node; claiming it again",
                        Fields.of().partition(partition));
                metrics.fenced();
                lose(partition);
            }
        });
    }

    @Override
    public Future<Void> renew(Collection<OwnedPartition> unsure) {
        return onContext(() -> {
            var still = unsure.stream().filter(this::holds).toList();
            return still.isEmpty()
                    ? Future.succeededFuture()
                    : owners.claimAt(still, node).map(claimed -> renewed(still, claimed));
        });
    }

    @Override
    public void listen(Listener listener) {
        var asker = Vertx.currentContext() == null ? context : Vertx.currentContext();
        context.runOnContext(go -> {
            var audience = new Audience(listener, asker);
            audiences.add(audience);
            epochs.forEach((partition, epoch) -> audience.tell(one -> one.taken(partition, epoch)));
        });
    }

    private boolean holds(OwnedPartition owned) {
        var epoch = epochs.get(owned.partition());
        return epoch != null && epoch == owned.epoch();
    }

    private @Nullable Void renewed(Collection<OwnedPartition> unsure, List<OwnedPartition> claimed) {
        var won = claimed.stream().map(OwnedPartition::partition).collect(Collectors.toSet());
        unsure.stream()
                .map(OwnedPartition::partition)
                .filter(p -> !won.contains(p))
                .forEach(this::lose);
        return take(claimed);
    }

    private Future<Void> refuseOtherShape(int made) {
        return made == partitions.count()
                ? Future.succeededFuture()
                : Future.failedFuture(new IllegalStateException(
                        "CLUSTER_PARTITIONS is " + partitions.count() + " but the database was created with " + made));
    }

    private @Nullable Void take(List<OwnedPartition> claimed) {
        if (released) {
            return null;
        }
        var next = new TreeMap<>(epochs);
        claimed.forEach(owned -> next.put(owned.partition(), owned.epoch()));
        publish(next);
        claimed.forEach(owned -> tell(one -> one.taken(owned.partition(), owned.epoch())));
        return null;
    }

    private void lose(int partition) {
        drop(partition);
        if (lost.isEmpty()) {
            time.after(RECLAIM_PAUSE, this::reclaim);
        }
        lost.add(partition);
    }

    private void drop(int partition) {
        var next = new TreeMap<>(epochs);
        next.remove(partition);
        publish(next);
        tell(one -> one.dropped(partition));
    }

    private void reclaim() {
        var again = new TreeSet<>(lost);
        lost.clear();
        if (released) {
            return;
        }
        owners.claim(again, node).map(this::take).onFailure(failure -> {
            lost.addAll(again);
            time.after(RECLAIM_PAUSE, this::reclaim);
        });
    }

    private void publish(TreeMap<Integer, Long> next) {
        epochs = Map.copyOf(next);
        metrics.held(next.size());
    }

    private void tell(Consumer<Listener> news) {
        audiences.forEach(audience -> audience.tell(news));
    }

    private List<Integer> all() {
        return IntStream.range(0, partitions.count()).boxed().toList();
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        var promise = Promise.<T>promise();
        context.runOnContext(
                go -> Future.succeededFuture().compose(now -> work.get()).onComplete(promise));
        return promise.future();
    }

    private record Audience(Listener listener, Context asker) {
        void tell(Consumer<Listener> news) {
            asker.runOnContext(go -> news.accept(listener));
        }
    }
}
