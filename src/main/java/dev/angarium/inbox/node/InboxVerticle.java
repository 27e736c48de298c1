package dev.angarium.inbox.node;

import dev.angarium.cluster.Ownership;
import dev.angarium.event.CommitListener;
import dev.angarium.event.Event;
import dev.angarium.event.EventReader;
import dev.angarium.inbox.Projection;
import dev.angarium.inbox.Projections;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.LaneStore;
import dev.angarium.lane.engine.Lanes;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Brings the events of the partitions this node holds into the read models. Commits may be told from any context, once
 * the verticle is deployed.
 */
public final class InboxVerticle extends VerticleBase implements CommitListener {
    private final Ports ports;
    private final Rules rules;
    private final Time time;
    private final RandomGenerator random;
    private final Projections projections;
    private Optional<Lanes> lanes = Optional.empty();

    /** Needed from outside. */
    public record Ports(
            EventReader reader,
            LaneStore lanes,
            LaneMetrics laneMetrics,
            Ownership ownership,
            List<Projection> projections) {}

    /**
     * What an operator set.
     *
     * @param atOnce lanes of one projection that work at once
     * @param stopWithin the longest a stop waits for steps under way
     */
    public record Rules(DeliverySettings delivery, int atOnce, Duration stopWithin) {}

    public InboxVerticle(Ports ports, Rules rules, Time time, RandomGenerator random) {
        this.ports = ports;
        this.rules = rules;
        this.time = time;
        this.random = random;
        this.projections = new Projections(ports.projections(), time);
    }

    @Override
    public Future<?> start() {
        var made = new Lanes(
                new Lanes.Ports(
                        ports.reader(),
                        ports.lanes(),
                        projections,
                        ports.ownership(),
                        ports.laneMetrics(),
                        InboxVerticle::gone),
                Projections.rules(rules.delivery(), rules.atOnce()),
                time,
                random);
        lanes = Optional.of(made);
        made.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return lanes.map(known -> known.stop(rules.stopWithin())).orElseGet(Future::succeededFuture);
    }

    /** Most commits are of instances without a read model: those do not wake this context. */
    @Override
    public void committed(List<Event> events) {
        var wanted = events.stream()
                .filter(event -> projections.cover(event.instance()))
                .toList();
        if (!wanted.isEmpty()) {
            context.runOnContext(here -> lanes.ifPresent(known -> known.committed(wanted)));
        }
    }

    /** The lanes of a projection that are in this node's memory; any other is where its cursor is written. */
    public Future<List<LaneStatus>> status(int projection) {
        Promise<List<LaneStatus>> told = Promise.promise();
        context.runOnContext(here ->
                told.complete(lanes.map(known -> known.status(projection)).orElse(List.of())));
        return told.future();
    }

    private static void gone(LaneConsumer projection) {
        throw new IllegalStateException("a projection is never gone: " + projection.no());
    }
}
