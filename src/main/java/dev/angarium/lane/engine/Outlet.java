package dev.angarium.lane.engine;

import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.guard.Endpoint;
import dev.angarium.lane.guard.Endpoints;
import dev.angarium.lane.guard.Pace;
import dev.angarium.time.Time;
import java.util.HashMap;
import java.util.Map;

/** A consumer as the engine sees it: what it is now, what its lanes share, and the lanes in memory by instance. */
final class Outlet {
    final Map<Integer, Lane> lanes = new HashMap<>();
    final Pace pace;
    private final Endpoints endpoints;
    private LaneConsumer consumer;
    private Endpoint endpoint;
    private boolean gone;
    private long successes;
    private int failuresInARow;

    Outlet(LaneConsumer consumer, Endpoints endpoints, Time time) {
        this.consumer = consumer;
        this.endpoints = endpoints;
        this.endpoint = endpoints.join(consumer.endpoint());
        this.pace = new Pace(time, consumer.rules().perSecond());
    }

    LaneConsumer consumer() {
        return consumer;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether its lanes make steps. */
    boolean runs() {
        return consumer.running() && !gone;
    }

    boolean isGone() {
        return gone;
    }

    /** It answered 410. */
    void gone() {
        gone = true;
    }

    /** It is something else from now on, and no longer gone. */
    void become(LaneConsumer changed) {
        consumer = changed;
        gone = false;
        failuresInARow = 0;
        pace.limit(changed.rules().perSecond());
        if (!changed.endpoint().equals(endpoint.name())) {
            var before = endpoint;
            endpoint = endpoints.join(changed.endpoint());
            endpoints.leave(before);
        }
    }

    /** Steps that succeeded so far. */
    long successes() {
        return successes;
    }

    void succeeded() {
        successes++;
        failuresInARow = 0;
    }

    /** Steps of all its lanes that failed since one succeeded. */
    int failuresInARow() {
        return failuresInARow;
    }

    /** A step failed, and not because of the event it carried. */
    void failed() {
        failuresInARow++;
    }

    void close() {
        pace.close();
        endpoints.leave(endpoint);
    }
}
