package dev.angarium.dispatch.replay;

import java.util.List;

/** What became of a request to deliver again. */
public sealed interface ReplayAnswer {
    record Accepted(ReplayJob job) implements ReplayAnswer {}

    /** Nothing was begun: so many events would be delivered. */
    record Counted(long total) implements ReplayAnswer {}

    /** @param positions in the range's list, of what is no instance of the tenant */
    record UnknownInstances(List<Integer> positions) implements ReplayAnswer {}

    record Refused(Reason reason) implements ReplayAnswer {}

    /** Why not. */
    enum Reason {
        /** No such subscription or dead letter in this tenant. */
        NOT_FOUND,
        /** The subscription is paused, disabled or deleted. */
        NOT_ACTIVE,
        /** This dead letter is being delivered again already. */
        UNDER_WAY,
        /** The tenant has too many unfinished jobs. */
        TOO_MANY_JOBS,
        /** DLQ_REPROCESS_ENABLED is false. */
        DISABLED
    }
}
