package dev.angarium.dispatch.api;

import dev.angarium.event.CommitListener;
import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Lets callers wait for a device's next event without asking PostgreSQL again and again: hears what this node commits.
 * Shared by the sequencer's context, which tells, and those of the callers, which wait; nobody waits for a lock.
 */
public final class DeviceWatch implements CommitListener {
    private final Vertx vertx;
    private final Time time;
    private final Limits limits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Integer, Integer> ofTenants = new ConcurrentHashMap<>();
    private final Map<Integer, Set<Watcher>> ofInstances = new ConcurrentHashMap<>();

    /** How many may wait: on this node, and of one tenant, so that none takes all the places. */
    public record Limits(int node, int tenant) {
        public static final Limits USUAL = new Limits(1_000, 100);
    }

    public DeviceWatch(Vertx vertx, Time time, Limits limits) {
        this.vertx = vertx;
        this.time = time;
        this.limits = limits;
    }

    /** How many wait now. */
    public int waiting() {
        return waiting.get();
    }

    /** A stopping node lets nobody wait for what it will not hear. */
    public void wakeAll() {
        ofInstances.values().forEach(watchers -> watchers.forEach(Watcher::wake));
    }

    /** On the path of every event: costs next to nothing while nobody waits. */
    @Override
    public void committed(List<Event> events) {
        if (waiting.get() == 0) {
            return;
        }
        for (var event : events) {
            var watchers = ofInstances.get(event.instance().no());
            if (watchers != null) {
                watchers.forEach(watcher -> watcher.hear(event));
            }
        }
    }

    /**
     * Hears of events from now on. Look into the log after this call: what was committed before it shows there, what
     * comes later is heard. The place has to be left.
     *
     * @return empty where too many wait
     */
    Optional<Watcher> watch(InstanceRef instance, Predicate<Event> wanted) {
        if (!enter(instance.tenantNo())) {
            return Optional.empty();
        }
        var watcher = new Watcher(instance, wanted);
        ofInstances.compute(instance.no(), (no, known) -> {
            Set<Watcher> watchers = known == null ? ConcurrentHashMap.newKeySet() : known;
            watchers.add(watcher);
            return watchers;
        });
        return Optional.of(watcher);
    }

    private boolean enter(int tenantNo) {
        if (waiting.incrementAndGet() > limits.node()) {
            waiting.decrementAndGet();
            return false;
        }
        if (ofTenants.merge(tenantNo, 1, Integer::sum) > limits.tenant()) {
            leave(tenantNo);
            return false;
        }
        return true;
    }

    private void leave(int tenantNo) {
        ofTenants.computeIfPresent(tenantNo, (no, count) -> count == 1 ? null : count - 1);
        waiting.decrementAndGet();
    }

    /** One caller's place. */
    final class Watcher {
        private final InstanceRef instance;
        private final Predicate<Event> wanted;
        private final Context home = vertx.getOrCreateContext();
        private final Promise<Void> woken = Promise.promise();
        private final AtomicBoolean told = new AtomicBoolean();
        private final AtomicBoolean left = new AtomicBoolean();

        private Watcher(InstanceRef instance, Predicate<Event> wanted) {
            this.instance = instance;
            this.wanted = wanted;
        }

        private void hear(Event event) {
            if (!told.get() && wanted.test(event)) {
                wake();
            }
        }

        private void wake() {
            if (told.compareAndSet(false, true)) {
                home.runOnContext(here -> woken.complete());
            }
        }

        /** Done, on the caller's context, with the first such event since the place was taken, or when the time is up. */
        Future<Void> heard(Duration wait) {
            var timer = time.after(wait, this::wake);
            return woken.future().onComplete(done -> timer.cancel());
        }

        Future<Void> leave() {
            if (left.compareAndSet(false, true)) {
                ofInstances.computeIfPresent(instance.no(), (no, watchers) -> {
                    watchers.remove(this);
                    return watchers.isEmpty() ? null : watchers;
                });
                DeviceWatch.this.leave(instance.tenantNo());
            }
            return Future.succeededFuture();
        }
    }
}
