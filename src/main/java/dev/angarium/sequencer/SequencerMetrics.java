package dev.angarium.sequencer;

import dev.angarium.event.InstanceRef;

/** What the sequencer has to tell. Called on its context. */
public interface SequencerMetrics {
    SequencerMetrics NONE = new SequencerMetrics() {};

    /** Drafts of one request came from their sender, who gave them away this long ago. */
    default void arrived(long nanos) {}

    /** Drafts came in and wait. */
    default void buffered(int drafts) {}

    /** Drafts left the buffer with an answer. */
    default void settled(int drafts) {}

    /** A draft is an event now; the time is from its arrival at the sequencer. */
    default void committed(InstanceRef instance, long nanos) {}

    /** A draft's key was known. */
    default void duplicate(InstanceRef instance) {}

    /** A draft's key was known with other content. */
    default void conflict(InstanceRef instance) {}

    /** A draft was answered 503 for this reason. */
    default void refused(Refusal reason) {}

    /** A draft was answered 504. */
    default void unknown() {}

    /** A statement came back. */
    default void batchWritten(int rows, long nanos) {}

    /** The database went away (true) or is back (false). */
    default void databaseAway(boolean away) {}

    /** Why a draft was answered 503. */
    enum Refusal {
        BUFFER_FULL,
        BYTES_FULL,
        DATABASE_AWAY,
        TIMEOUT,
        NO_OWNER,
        STOPPING
    }
}
