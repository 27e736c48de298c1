package dev.angarium.inbox;

import dev.angarium.event.InstanceRef;
import dev.angarium.lane.ConsumerSource;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.engine.Lanes;
import dev.angarium.lane.window.LaneLimits;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.settings.value.DeliveryLog;
import dev.angarium.time.Time;
import java.util.List;
import java.util.Optional;

/** The projections of a node, as its lanes see them; there are always the same. */
public final class Projections implements ConsumerSource {
    private final List<ProjectionConsumer> consumers;

    public Projections(List<Projection> projections, Time time) {
        this.consumers = projections.stream()
                .map(projection -> new ProjectionConsumer(projection, time))
                .toList();
    }

    /**
     * Steps of projections are no deliveries: they leave no rows in the delivery log.
     *
     * @param atOnce lanes of one projection that work at once: PROJECTION_CONCURRENCY
     */
    public static Lanes.Rules rules(DeliverySettings delivery, int atOnce) {
        return new Lanes.Rules(LaneLimits.of(delivery), ProjectionConsumer.breaker(), DeliveryLog.NONE, atOnce);
    }

    public boolean cover(InstanceRef instance) {
        return consumers.stream().anyMatch(consumer -> consumer.covers(instance));
    }

    @Override
    public List<LaneConsumer> of(InstanceRef instance) {
        return consumers.stream()
                .filter(consumer -> consumer.covers(instance))
                .<LaneConsumer>map(consumer -> consumer)
                .toList();
    }

    @Override
    public Optional<LaneConsumer> byNo(int consumer) {
        return consumers.stream()
                .filter(known -> known.no() == consumer)
                .<LaneConsumer>map(known -> known)
                .findFirst();
    }

    @Override
    public List<LaneConsumer> all() {
        return List.copyOf(consumers);
    }
}
