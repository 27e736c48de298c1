package dev.angarium.dispatch.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.cluster.Ownership;
import dev.angarium.dispatch.Composer;
import dev.angarium.dispatch.Delivery;
import dev.angarium.dispatch.DispatchMetrics;
import dev.angarium.dispatch.SubscriptionConsumer;
import dev.angarium.dispatch.Subscriptions;
import dev.angarium.dispatch.replay.PgReplayParts;
import dev.angarium.dispatch.replay.ReplayRunner;
import dev.angarium.event.CommitListener;
import dev.angarium.event.Event;
import dev.angarium.event.EventReader;
import dev.angarium.event.EventTypes;
import dev.angarium.event.InstanceRef;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.LaneStore;
import dev.angarium.lane.Step;
import dev.angarium.lane.StepResult;
import dev.angarium.lane.engine.Lanes;
import dev.angarium.lane.progress.PgLaneJobs;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.settings.RetentionSettings;
import dev.angarium.tenant.SubscriptionStore;
import dev.angarium.time.Time;
import dev.angarium.web.client.GuardedClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Delivers the events of the partitions this node holds to subscriptions. What is public may be called from any context,
 * once the verticle is deployed, and answers on the one that asked.
 */
public final class DispatcherVerticle extends VerticleBase implements CommitListener {
    private static final Log LOG = Log.of(DispatcherVerticle.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final String TEST_INSTANCE = "test";
    private static final String GONE = "gone";
    private static final byte[] NO_RAW = {};

    private final Ports ports;
    private final Rules rules;
    private final Time time;
    private final RandomGenerator random;
    private final Subscriptions subscriptions;
    private final Upkeep upkeep;
    private final Running running = new Running();

    /** Needed from outside. To shard by partition, give each of several verticles an ownership of its own part. */
    public record Ports(
            EventReader reader,
            LaneStore lanes,
            LaneMetrics laneMetrics,
            Ownership ownership,
            SubscriptionStore subscriptions,
            GuardedClient client,
            PgReplayParts replays,
            PgLaneJobs laneJobs,
            DispatchMetrics metrics) {}

    /**
     * What an operator set.
     *
     * @param version of the broker, for User-Agent
     * @param stopWithin the longest a stop waits for attempts under way
     */
    public record Rules(
            DeliverySettings delivery,
            BreakerSettings breaker,
            RetentionSettings retention,
            String version,
            Duration stopWithin) {}

    /** Exists from start on; the context's own. */
    private static final class Running {
        private Optional<Lanes> lanes = Optional.empty();
        private Optional<ReplayRunner> replays = Optional.empty();
    }

    public DispatcherVerticle(Ports ports, Rules rules, Time time, RandomGenerator random) {
        this.ports = ports;
        this.rules = rules;
        this.time = time;
        this.random = random;
        var composer = new Composer(rules.delivery().signatureHeader(), rules.version(), random);
        var delivery = new Delivery(ports.client(), composer, time, ports.metrics());
        this.subscriptions = new Subscriptions(
                ports.subscriptions(),
                subscription -> new SubscriptionConsumer(subscription, rules.delivery(), delivery),
                no -> running.lanes.ifPresent(lanes -> lanes.changed(no)),
                time);
        this.upkeep = new Upkeep(
                ports.laneJobs(), ports.replays(), rules.delivery(), rules.retention(), time, ports.metrics());
    }

    @Override
    public Future<?> start() {
        return subscriptions.start().onSuccess(loaded -> {
            var lanes = new Lanes(
                    new Lanes.Ports(
                            ports.reader(),
                            ports.lanes(),
                            subscriptions,
                            ports.ownership(),
                            ports.laneMetrics(),
                            this::gone),
                    Lanes.Rules.of(rules.delivery(), rules.breaker()),
                    time,
                    random);
            var replays = new ReplayRunner(
                    ports.replays(), subscriptions, ports.ownership(), lanes::replay, time, ports.metrics());
            running.lanes = Optional.of(lanes);
            running.replays = Optional.of(replays);
            lanes.start();
            replays.start();
            upkeep.start();
        });
    }

    @Override
    public Future<?> stop() {
        subscriptions.stop();
        upkeep.stop();
        return running.lanes
                .map(lanes -> lanes.stop(rules.stopWithin()))
                .orElse(Future.succeededFuture())
                .compose(stopped -> running.replays.map(ReplayRunner::stop).orElse(Future.succeededFuture()));
    }

    @Override
    public void committed(List<Event> events) {
        context.runOnContext(here -> running.lanes.ifPresent(lanes -> lanes.committed(events)));
    }

    /** A subscription was written, on whatever node: they are looked at now, not within half a second. */
    public void subscriptionsChanged() {
        context.runOnContext(here -> subscriptions.noticed());
    }

    /** Done once every subscription that was written before shows here; a failure is no more than a delay. */
    public Future<Void> shown() {
        return here(subscriptions::refresh);
    }

    /** The lanes of a subscription that are in this node's memory; any other is where its cursor is written. */
    public Future<List<LaneStatus>> status(int consumer) {
        return here(() -> Future.succeededFuture(
                running.lanes.map(lanes -> lanes.status(consumer)).orElse(List.of())));
    }

    /** How far the lanes of these subscriptions in this node's memory are with an event. */
    public Future<Map<Integer, LaneStatus.Standing>> standings(Event event, Collection<Integer> consumers) {
        return here(() -> Future.succeededFuture(running.lanes
                .map(lanes -> consumers.stream()
                        .collect(Collectors.toMap(
                                no -> no,
                                no -> lanes.standing(
                                        new LaneKey(no, event.instance().no()), event.seq()))))
                .orElse(Map.of())));
    }

    /** Sends one subscription.test event, once, in whatever state the subscription is; empty where there is none. */
    public Future<Optional<TestResult>> test(int tenantNo, String webhookId) {
        return here(() -> subscriptions.refresh().compose(fresh -> subscriptions
                .find(tenantNo, webhookId)
                .map(consumer -> test(consumer).map(Optional::of))
                .orElse(Future.succeededFuture(Optional.empty()))));
    }

    private Future<TestResult> test(SubscriptionConsumer consumer) {
        var subscription = consumer.subscription();
        var instance =
                new InstanceRef(Integer.MAX_VALUE, TEST_INSTANCE, subscription.tenantNo(), subscription.tenantId());
        var data = ("{\"webhookId\":\"" + subscription.id() + "\"}").getBytes(UTF_8);
        var now = time.millis();
        var event = new Event(instance, 1, EventTypes.SUBSCRIPTION_TEST, null, now, now, TEST_INSTANCE, data, NO_RAW);
        var step = new Step(new LaneKey(consumer.no(), instance.no()), List.of(event), 1, false);
        return consumer.attempt(step)
                .map(result ->
                        new TestResult(event.id().toString(), result.kind() == StepResult.Kind.DONE, result.attempt()));
    }

    private void gone(LaneConsumer consumer) {
        ports.subscriptions()
                .disable(consumer.no(), GONE)
                .onSuccess(disabled -> subscriptions.noticed())
                .onFailure(failure -> {
                    LOG.warn(
                            "a subscription answered 410, its row waits",
                            Fields.of().consumer(consumer.no()),
                            failure);
                    time.after(AGAIN, () -> goneStill(consumer));
                });
    }

    private void goneStill(LaneConsumer consumer) {
        subscriptions.byNo(consumer.no()).filter(LaneConsumer::running).ifPresent(this::gone);
    }

    private <T> Future<T> here(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        var current = Vertx.currentContext();
        var asker = current == null ? context : current;
        context.runOnContext(here -> work.get()
                .onComplete(done -> asker.runOnContext(back -> promise.complete(done.result(), done.cause()))));
        return promise.future();
    }
}
