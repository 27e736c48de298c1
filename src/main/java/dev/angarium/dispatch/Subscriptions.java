package dev.angarium.dispatch;

import dev.angarium.event.InstanceRef;
import dev.angarium.lane.ConsumerSource;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.tenant.Subscription;
import dev.angarium.tenant.SubscriptionStore;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions, in memory, as consumers of lanes. Loaded in pages; then kept fresh by looking for what was written
 * since, at once when {@link #noticed} and each half second anyway, so that a lost notice heals. Belongs to one context.
 */
public final class Subscriptions implements ConsumerSource {
    private static final Log LOG = Log.of(Subscriptions.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration ROTATIONS_EVERY = Duration.ofMinutes(1);
    private static final int PAGE = 500;

    private final SubscriptionStore store;
    private final Function<Subscription, SubscriptionConsumer> consumers;
    private final IntConsumer changed;
    private final Time time;
    private final Map<Integer, Entry> byNo = new HashMap<>();
    private final Map<Integer, TreeMap<Integer, SubscriptionConsumer>> byTenant = new HashMap<>();
    private final List<Time.Timer> timers = new ArrayList<>();
    private @Nullable Future<Void> looking;
    private boolean lookAgain;
    private long mark;

    /**
     * @param consumers makes a subscription's consumer
     * @param changed hears the number of each subscription that was made, changed or removed, once it shows here
     */
    public Subscriptions(
            SubscriptionStore store,
            Function<Subscription, SubscriptionConsumer> consumers,
            IntConsumer changed,
            Time time) {
        this.store = store;
        this.consumers = consumers;
        this.changed = changed;
        this.time = time;
    }

    /** Loads them all; then keeps looking. */
    public Future<Void> start() {
        return store.mark()
                .onSuccess(first -> mark = first)
                .compose(first -> load(0))
                .onSuccess(loaded -> {
                    timers.add(time.every(LOOK_EVERY, this::noticed));
                    timers.add(time.every(ROTATIONS_EVERY, this::endRotations));
                });
    }

    public void stop() {
        timers.forEach(Time.Timer::cancel);
        timers.clear();
    }

    /** Something was written. */
    public void noticed() {
        refresh().onFailure(failure -> LOG.warn("subscriptions can not be refreshed", Fields.of(), failure));
    }

    /** Done once everything committed before this call shows here. */
    public Future<Void> refresh() {
        var underWay = looking;
        if (underWay != null) {
            lookAgain = true;
            return underWay.transform(any -> looking == null ? look() : looking);
        }
        return look();
    }

    @Override
    public List<LaneConsumer> of(InstanceRef instance) {
        var all = byTenant.get(instance.tenantNo());
        if (all == null) {
            return List.of();
        }
        var wanting = new ArrayList<LaneConsumer>(all.size());
        for (var consumer : all.values()) {
            if (consumer.covers(instance)) {
                wanting.add(consumer);
            }
        }
        return wanting;
    }

    @Override
    public Optional<LaneConsumer> byNo(int consumer) {
        return find(consumer).map(found -> found);
    }

    public Optional<SubscriptionConsumer> find(int no) {
        return Optional.ofNullable(byNo.get(no)).map(Entry::consumer);
    }

    public Optional<SubscriptionConsumer> find(int tenantNo, String id) {
        return byTenant.getOrDefault(tenantNo, new TreeMap<>()).values().stream()
                .filter(consumer -> consumer.subscription().id().equals(id))
                .findFirst();
    }

    @Override
    public List<LaneConsumer> all() {
        return byNo.values().stream().<LaneConsumer>map(Entry::consumer).toList();
    }

    private Future<Void> load(int afterNo) {
        return store.page(afterNo, PAGE).compose(page -> {
            page.forEach(this::apply);
            return page.size() < PAGE
                    ? Future.succeededFuture()
                    : load(page.get(page.size() - 1).no());
        });
    }

    private Future<Void> look() {
        lookAgain = false;
        var look = store.since(mark).onSuccess(this::applyAll).<Void>mapEmpty();
        looking = look;
        return look.onComplete(done -> {
            looking = null;
            if (lookAgain) {
                noticed();
            }
        });
    }

    private void applyAll(SubscriptionStore.Changes changes) {
        mark = changes.mark();
        changes.changes().forEach(this::apply);
    }

    private void apply(SubscriptionStore.Change change) {
        var known = byNo.get(change.no());
        if (known != null && known.version() == change.version()) {
            return;
        }
        if (change.now().isPresent()) {
            put(change.now().get(), change.version());
        } else if (known != null) {
            remove(known.consumer());
        }
    }

    /** One that can not be used (a broken row) must not keep the others from being served. */
    private void put(Subscription subscription, long version) {
        try {
            var consumer = consumers.apply(subscription);
            byNo.put(subscription.no(), new Entry(version, consumer));
            byTenant.computeIfAbsent(subscription.tenantNo(), tenant -> new TreeMap<>())
                    .put(subscription.no(), consumer);
            changed.accept(subscription.no());
        } catch (IllegalArgumentException unusable) {
            LOG.error("a subscription can not be delivered", Fields.of().subscriptionId(subscription.id()), unusable);
        }
    }

    private void remove(SubscriptionConsumer consumer) {
        byNo.remove(consumer.no());
        byTenant.computeIfPresent(consumer.tenantNo(), (tenant, all) -> {
            all.remove(consumer.no());
            return all.isEmpty() ? null : all;
        });
        changed.accept(consumer.no());
    }

    /** The end of a rotation writes no row: those that sign twice are read again. */
    private void endRotations() {
        for (var entry : List.copyOf(byNo.values())) {
            if (entry.keys() > 1) {
                store.find(entry.consumer().no())
                        .onSuccess(now -> now.ifPresent(fresh -> endRotation(entry, fresh)))
                        .onFailure(failure -> LOG.warn("a rotation can not be ended yet", Fields.of(), failure));
            }
        }
    }

    private void endRotation(Entry entry, Subscription fresh) {
        if (byNo.get(fresh.no()) == entry && fresh.secrets().size() < entry.keys()) {
            put(fresh, entry.version());
        }
    }

    private record Entry(long version, SubscriptionConsumer consumer) {
        int keys() {
            return consumer.subscription().secrets().size();
        }
    }
}
