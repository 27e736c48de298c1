package dev.angarium.sequencer;

import dev.angarium.event.EventId;
import dev.angarium.event.InstanceRef;

/** Hears of a known key that came with other content: the first one is kept. At most once a minute per instance. */
@FunctionalInterface
public interface ConflictListener {
    ConflictListener NONE = (instance, first) -> {};

    /** Must not block and must not fail; called on the sequencer's context after the answers went out. */
    void conflict(InstanceRef instance, EventId first);
}
