package dev.angarium.dispatch.record;

import dev.angarium.lane.Attempt;
import java.util.List;
import java.util.Locale;

/**
 * What became of one event at one subscription.
 *
 * @param attempts by number of the attempt, a replay's after the first ones; 100 at most
 */
public record EventState(String webhookId, State state, List<Numbered> attempts) {
    /** An attempt and its number, from 1. */
    public record Numbered(int number, Attempt attempt) {}

    /** Derived, never stored. */
    public enum State {
        /** Its turn has not come. */
        PENDING,
        /** Being tried for the first time. */
        PROCESSING,
        /** Tried without success; attempts are left. */
        RETRYING,
        DELIVERED,
        /** Parked: a dead letter that was not replayed. */
        FAILED,
        /** The subscription did not ask for it. */
        FILTERED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
