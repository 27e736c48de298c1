package dev.angarium.lane;

import dev.angarium.event.Event;
import io.vertx.core.Future;

/** One consumer of the log: a subscription, or a projection inside the broker. Immutable; a change makes a new one. */
public interface LaneConsumer {
    /** A subscription's number (from 1), or a projection's (below 0). */
    int no();

    int tenantNo();

    /** What shares a limit on parallel steps and on breaker probes: for a subscription scheme, host and port. */
    String endpoint();

    LaneRules rules();

    /** Paused or disabled lanes keep their cursors and make no steps. */
    boolean running();

    /** Cheap and pure. False: the event is settled at once, as filtered. */
    boolean wants(Event event);

    /** Makes one attempt. A failed Future counts as a failed attempt and is logged as a defect. */
    Future<StepResult> attempt(Step step);
}
