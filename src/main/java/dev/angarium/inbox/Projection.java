package dev.angarium.inbox;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import io.vertx.core.Future;
import java.util.List;

/** A consumer inside the broker that builds a read model from the log. */
public interface Projection {
    /** Below 0, and its own for ever: its cursors and dead letters are kept under it. */
    int no();

    /** A word for logs. */
    String name();

    /** Whether it is made of this instance's events at all. Cheap and pure. */
    boolean covers(InstanceRef instance);

    /**
     * Takes in some events of one instance, all of them or none; a repeat changes nothing. Events that mean nothing to
     * the read model come as well, so that it knows how far it is.
     *
     * @param events ascending, never empty
     */
    Future<Void> project(List<Event> events);

    /** These were given up: the read model goes on without them. */
    Future<Void> skip(List<Event> events);
}
