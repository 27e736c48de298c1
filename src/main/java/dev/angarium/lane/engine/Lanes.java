package dev.angarium.lane.engine;

import dev.angarium.cluster.Ownership;
import dev.angarium.event.CommitListener;
import dev.angarium.event.Event;
import dev.angarium.event.EventReader;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.OwnedPartition;
import dev.angarium.lane.ConsumerSource;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.LaneStore;
import dev.angarium.lane.ReplayOrder;
import dev.angarium.lane.guard.ByteBudget;
import dev.angarium.lane.guard.Endpoints;
import dev.angarium.lane.guard.Home;
import dev.angarium.lane.guard.Reads;
import dev.angarium.lane.guard.Schedule;
import dev.angarium.lane.window.LaneLimits;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.settings.value.DeliveryLog;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of the partitions this context was given. Made on that context, and everything is called there.
 */
public final class Lanes implements CommitListener, Ownership.Listener {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Parts parts;
    private final Ownership ownership;
    private final ConsumerSource consumers;
    private final Consumer<LaneConsumer> gone;
    private final Endpoints endpoints;
    private final Progress progress;
    private final Openings openings;
    private final Scan scan;
    private final Map<Integer, OwnedPartition> held = new HashMap<>();
    private final Roster roster;
    private final ArrayDeque<Lane> touched = new ArrayDeque<>();
    private Time.@Nullable Timer ticker;
    private boolean stopping;
    private long sweepAt;

    /** Made on the context that owns the lanes. */
    public Lanes(Ports ports, Rules rules, Time time, RandomGenerator random) {
        var home = new Home();
        var limits = rules.limits();
        this.parts = new Parts(
                home,
                time,
                new Parts.SteadyClock(time),
                random,
                ports.reader(),
                new Reads(home, limits.reads()),
                ports.metrics(),
                limits,
                new ByteBudget(limits.lanesMaxBytes()),
                new Schedule(random, limits.retryAfterMax()),
                rules.breaker(),
                rules.log());
        this.ownership = ports.ownership();
        this.consumers = ports.consumers();
        this.gone = ports.gone();
        this.endpoints =
                new Endpoints(time, rules.endpointSteps(), rules.breaker().cooldown());
        this.progress = new Progress(parts, ports.store(), this::fenced, held::get, this::pumpAll);
        this.roster = new Roster(parts, progress, endpoints, host);
        this.openings = new Openings(parts, ports.store());
        this.scan = new Scan(parts, ports.store(), consumers, found);
    }

    /**
     * What lanes need from outside.
     *
     * @param gone hears of a consumer that answered 410; its lanes are held until {@link #changed}
     */
    public record Ports(
            EventReader reader,
            LaneStore store,
            ConsumerSource consumers,
            Ownership ownership,
            LaneMetrics metrics,
            Consumer<LaneConsumer> gone) {}

    /**
     * What an operator set.
     *
     * @param endpointSteps parallel steps of one endpoint
     */
    public record Rules(LaneLimits limits, BreakerSettings breaker, DeliveryLog log, int endpointSteps) {
        public static Rules of(DeliverySettings delivery, BreakerSettings breaker) {
            return new Rules(LaneLimits.of(delivery), breaker, delivery.log(), delivery.endpointRequests());
        }
    }

    /** Takes over what this node holds, now and from now on. */
    public void start() {
        sweepAt = parts.time().nanos() + parts.limits().sweep().toNanos();
        ticker = parts.time().every(parts.limits().tick(), this::tick);
        ownership.listen(this);
    }

    @Override
    public void committed(List<Event> events) {
        for (var event : events) {
            var owner = held.get(ownership.partitions().of(event.instance().no()));
            if (owner != null && !stopping) {
                offer(owner, event);
            }
        }
        for (var lane = touched.poll(); lane != null; lane = touched.poll()) {
            lane.pump();
        }
    }

    private void offer(OwnedPartition owner, Event event) {
        for (var consumer : consumers.of(event.instance())) {
            if (!consumer.running()) {
                continue;
            }
            var outlet = roster.outlet(consumer);
            var lane = outlet.lanes.get(event.instance().no());
            if (lane == null && outlet.runs()) {
                lane = begin(owner, outlet, event);
            }
            if (lane != null) {
                lane.offer(event);
                touched.add(lane);
            }
        }
    }

    private @Nullable Lane begin(OwnedPartition owner, Outlet outlet, Event event) {
        var lane = make(owner, outlet, event.instance());
        if (lane != null && event.seq() == 1) {
            lane.open(null);
        } else if (lane != null) {
            openings.open(lane);
        }
        return lane;
    }

    @Override
    public void taken(int partition, long epoch) {
        var owner = new OwnedPartition(partition, epoch);
        var before = held.put(partition, owner);
        if (before == null) {
            scan.partition(partition);
            return;
        }
        for (var lane : roster.lanes()) {
            if (lane.owner.equals(before)) {
                lane.owner = owner;
            }
        }
    }

    @Override
    public void dropped(int partition) {
        held.remove(partition);
        for (var lane : roster.lanes()) {
            if (lane.owner.partition() == partition) {
                lane.end(ReplayOrder.End.NOT_OWNED);
            }
        }
        progress.flushAll(() -> {});
    }

    /** A consumer was made, changed, paused, or may go on: its lanes follow at their next attempt. */
    public void changed(int consumer) {
        var now = consumers.byNo(consumer);
        if (now.isEmpty()) {
            removed(consumer);
            return;
        }
        var outlet = roster.known(consumer);
        if (outlet != null) {
            outlet.become(now.get());
            for (var lane : List.copyOf(outlet.lanes.values())) {
                if (outlet.runs()) {
                    lane.renew();
                } else {
                    lane.end(ReplayOrder.End.STOPPED);
                }
            }
        }
        if (now.get().running()) {
            scan.consumer(consumer);
        }
    }

    /** A consumer is no more: its lanes end now, and what they did not write yet is not written. */
    public void removed(int consumer) {
        var outlet = roster.remove(consumer);
        if (outlet != null) {
            for (var lane : List.copyOf(outlet.lanes.values())) {
                lane.discard();
                lane.end(ReplayOrder.End.STOPPED);
            }
            outlet.close();
        }
    }

    /** Delivers again. Tells the order's listener how it goes, and always how it ended. */
    public void replay(ReplayOrder order) {
        var owner = held.get(ownership.partitions().of(order.instance().no()));
        if (owner == null || stopping) {
            order.listener().ended(owner == null ? ReplayOrder.End.NOT_OWNED : ReplayOrder.End.STOPPED);
            return;
        }
        var outlet = roster.outlet(consumers.byNo(order.consumer().no()).orElse(order.consumer()));
        var known = outlet.lanes.get(order.instance().no());
        if (known != null && known.isOver()) {
            order.listener().ended(ReplayOrder.End.STOPPED);
            return;
        }
        var lane = known != null ? known : roster.add(owner, outlet, order.instance());
        if (known == null) {
            openings.open(lane);
        }
        lane.replay(new Replay(order, lane, parts, endpoints));
    }

    /** The lanes of a consumer that are in memory; any other is at its written cursor. */
    public List<LaneStatus> status(int consumer) {
        var outlet = roster.known(consumer);
        return outlet == null
                ? List.of()
                : outlet.lanes.values().stream().map(Lane::status).toList();
    }

    /** How far the lane of a consumer and an instance is with an event. */
    public LaneStatus.Standing standing(LaneKey key, long seq) {
        var outlet = roster.known(key.consumer());
        var lane = outlet == null ? null : outlet.lanes.get(key.instanceNo());
        return lane == null ? LaneStatus.Standing.UNKNOWN : lane.standing(seq);
    }

    /**
     * Begins no more steps, waits for those under way, then writes what is not written, all within the time given.
     *
     * @return completes in any case
     */
    public Future<Void> stop(Duration within) {
        stopping = true;
        scan.close();
        roster.lanes().forEach(Lane::stop);
        var stopped = Promise.<Void>promise();
        var deadline = parts.time().nanos() + within.toNanos();
        var giveUp = parts.time().after(within, () -> stopped.tryComplete());
        finishSteps(
                deadline,
                () -> progress.flushAll(() -> {
                    giveUp.cancel();
                    stopped.tryComplete();
                }));
        return stopped.future().onComplete(any -> close());
    }

    private void finishSteps(long deadline, Runnable then) {
        var underWay = roster.lanes().stream().anyMatch(lane -> lane.stepsUnderWay() > 0);
        if (underWay && parts.time().nanos() - deadline < 0) {
            parts.time().after(LOOK_AGAIN, () -> finishSteps(deadline, then));
        } else {
            then.run();
        }
    }

    private void close() {
        held.clear();
        roster.close();
        if (ticker != null) {
            ticker.cancel();
        }
    }

    /** Null where there is no room: the next sweep finds it. */
    private @Nullable Lane make(OwnedPartition owner, Outlet outlet, InstanceRef instance) {
        var lane = roster.make(owner, outlet, instance);
        if (lane == null) {
            sweepAt = Math.min(
                    sweepAt, parts.time().nanos() + parts.limits().rescan().toNanos());
        }
        return lane;
    }

    private void pumpAll() {
        roster.lanes().forEach(Lane::pump);
    }

    private void fenced(Set<OwnedPartition> refused) {
        for (var partition : refused) {
            if (partition.equals(held.get(partition.partition()))) {
                parts.metrics().fenced(partition.partition());
                ownership.fenced(partition.partition(), partition.epoch());
                dropped(partition.partition());
            }
        }
    }

    private void tick() {
        parts.clock().correct();
        var lanes = roster.lanes();
        var byInstance = new HashMap<Integer, Long>();
        for (var lane : lanes) {
            lane.tick();
            if (lane.lag() > 0) {
                byInstance.merge(lane.key.instanceNo(), lane.lag(), Long::sum);
            }
        }
        parts.metrics().backlog(Map.copyOf(byInstance));
        parts.metrics().memory(roster.count(), parts.memory().used(), progress.unflushed());
        if (parts.time().nanos() - sweepAt >= 0) {
            sweepAt = parts.time().nanos() + parts.limits().sweep().toNanos();
            held.keySet().forEach(scan::partition);
        }
    }

    private final Lane.Host host = new Lane.Host() {
        @Override
        public void finished(Lane lane) {
            if (roster.remove(lane)) {
                reopen(lane);
            }
        }

        @Override
        public void gone(Outlet outlet) {
            if (!outlet.isGone() && outlet.consumer().running()) {
                outlet.gone();
                List.copyOf(outlet.lanes.values()).forEach(lane -> lane.end(ReplayOrder.End.STOPPED));
                gone.accept(outlet.consumer());
            }
        }

        @Override
        public boolean stopping() {
            return stopping;
        }
    };

    /** While it was ending more came, and this node is still, or again, the one to deliver it. */
    private void reopen(Lane ended) {
        var owner = held.get(ended.owner.partition());
        var known = roster.known(ended.key.consumer());
        if (owner != null && known == ended.outlet && known.runs() && ended.lag() > 0 && !stopping) {
            var lane = roster.add(owner, known, ended.instance);
            lane.intake().tailAt(ended.intake().tail());
            openings.open(lane);
        }
    }

    private final Scan.Finder found = new Scan.Finder() {
        @Override
        public int partitionOf(InstanceRef instance) {
            var partition = ownership.partitions().of(instance.no());
            return held.containsKey(partition) ? partition : -1;
        }

        @Override
        public void behind(InstanceRef instance, LaneConsumer consumer, long tail) {
            var owner = held.get(partitionOf(instance));
            var outlet = roster.outlet(consumer);
            if (owner == null || !outlet.runs() || stopping) {
                return;
            }
            var known = outlet.lanes.get(instance.no());
            var lane = known != null ? known : make(owner, outlet, instance);
            if (lane != null) {
                lane.intake().tailAt(tail);
                if (known == null) {
                    openings.open(lane);
                } else {
                    lane.pump();
                }
            }
        }
    };
}
