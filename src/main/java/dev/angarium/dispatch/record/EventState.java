package dev.angarium.dispatch.record;

import dev.angarium.lane.Attempt;
import dev.angarium.lane.LaneStatus;
import java.util.List;
import java.util.Locale;

/**
 * What became of one event at one subscription.
 *
 * @param consumer the subscription's number
 * @param attempts by number of the attempt, a replay's after the first ones; 100 at most
 */
public record EventState(int consumer, String webhookId, State state, List<Numbered> attempts) {
    /** An attempt and its number, from 1. */
    public record Numbered(int number, Attempt attempt) {}

    /** Whether its lane may know more than what is written. */
    public boolean isOpen() {
        return state == State.PENDING || state == State.RETRYING;
    }

    /** The same with what its lane knows. */
    public EventState as(LaneStatus.Standing standing) {
        return switch (standing) {
            case UNKNOWN, WAITING -> this;
            case FIRST_TRY -> new EventState(consumer, webhookId, State.PROCESSING, attempts);
            case TRIED -> new EventState(consumer, webhookId, State.RETRYING, attempts);
        };
    }

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
