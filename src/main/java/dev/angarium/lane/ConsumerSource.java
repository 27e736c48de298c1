package dev.angarium.lane;

import dev.angarium.event.InstanceRef;
import java.util.List;
import java.util.Optional;

/** The consumers a lane engine serves; a view of memory that its owner keeps fresh. */
public interface ConsumerSource {
    /** All consumers that get this instance's events, whatever their filters; paused ones too. */
    List<LaneConsumer> of(InstanceRef instance);

    Optional<LaneConsumer> byNo(int consumer);

    /** Every consumer there is. */
    List<LaneConsumer> all();
}
