package dev.angarium.tenant.instance;

import dev.angarium.event.InstanceRef;
import io.vertx.core.Future;
import java.util.Optional;

/** What the log and the lanes know of an instance. */
@FunctionalInterface
public interface InstanceFigures {
    Future<Figures> of(InstanceRef instance);

    /**
     * @param lastSeq 0 where it has no event
     * @param lastEventAt when the last one was received, epoch milliseconds
     * @param backlog events that the slowest active webhook has yet to settle
     * @param usualPause milliseconds of its longest pause in the last one to two weeks; empty until it is known
     */
    record Figures(long lastSeq, Optional<Long> lastEventAt, long backlog, Optional<Long> usualPause) {}
}
