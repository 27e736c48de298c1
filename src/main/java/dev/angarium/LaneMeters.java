package dev.angarium;

import dev.angarium.lane.Attempt;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.LaneStatus;
import dev.angarium.observe.metrics.DeliveryMetrics;
import dev.angarium.observe.metrics.Families;
import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.observe.metrics.PipelineMetrics;
import dev.angarium.observe.metrics.PipelineMetrics.Count;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one engine of lanes tells, in the families of the metrics. Subscriptions' lanes count as deliveries, projections'
 * only as a queue. Numbers of instances become labels when somebody reads them, never on the lanes' context.
 */
final class LaneMeters implements LaneMetrics {
    private final PipelineMetrics pipeline;
    private final DeliveryMetrics delivery;
    private final NodeMetrics node;
    private final Count completed;
    private final Count givenUp;
    private final Breakers breakers;
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder gaps = new LongAdder();
    private volatile Map<Integer, Long> backlog = Map.of();
    private volatile int lanes;
    private volatile long bytes;

    /** @param queue what the engine's lanes are called, e.g. {@code deliveries} */
    LaneMeters(String queue, Families families, InstanceNames names) {
        pipeline = families.pipeline();
        delivery = families.delivery();
        node = families.node();
        completed = families.inbox().completed(queue);
        givenUp = families.inbox().failed(queue);
        breakers = new Breakers(names.shown());
        families.inbox().queue(queue, this::waiting, underWay::get);
        pipeline.backlog(() -> names.label(backlog, Long::sum));
        pipeline.sequenceGaps(gaps::sum);
        delivery.breakers(() -> names.label(breakers.worstByInstance(), Math::max));
        node.webhooksFailing(breakers::subscriptions);
        node.workersActive(underWay::get);
        node.lanes(() -> lanes, () -> bytes);
    }

    @Override
    public void started(int consumer) {
        underWay.incrementAndGet();
    }

    @Override
    public void ended(int consumer, Attempt attempt) {
        underWay.decrementAndGet();
        node.worked(attempt.latencyMillis() * 1_000_000L);
    }

    @Override
    public void broke(int consumer) {
        node.workFailed();
    }

    @Override
    public void delivered(int consumer, long latencyMillis) {
        completed.add(1);
        if (isSubscription(consumer)) {
            delivery.deliveredAfter(latencyMillis);
        }
    }

    /** A projection that gives up leaves a dead letter too. */
    @Override
    public void parked(int consumer, String reason) {
        givenUp.add(1);
        delivery.parked(1);
    }

    @Override
    public void gap(LaneKey lane, long events) {
        gaps.increment();
    }

    @Override
    public void breaker(LaneKey lane, LaneStatus.Breaker from, LaneStatus.Breaker to) {
        if (isSubscription(lane.consumer())) {
            delivery.breakerChanged();
            breakers.changed(lane, from, to);
        }
    }

    @Override
    public void flushed(int written, int deliveries, long nanos) {
        node.worked(nanos);
    }

    @Override
    public void flushFailed() {
        node.workFailed();
    }

    @Override
    public void fenced(int partition) {
        pipeline.fenced();
    }

    @Override
    public void backlog(Map<Integer, Long> byInstance) {
        backlog = byInstance;
    }

    @Override
    public void memory(int inMemory, long weight, int unflushed) {
        lanes = inMemory;
        bytes = weight;
    }

    private long waiting() {
        return backlog.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean isSubscription(int consumer) {
        return consumer > 0;
    }
}
