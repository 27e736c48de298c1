package dev.angarium.lane;

/**
 * A lane that is in memory, at one moment.
 *
 * @param through the cursor
 * @param tail the last committed number known
 * @param rangeCount settled ranges above the cursor
 * @param inFlight steps under way
 * @param attempts used up at the head
 * @param retryAt when the head is due again, epoch milliseconds; 0 where it waits for nothing
 * @param breaker of this lane
 * @param held why it makes no steps, or that it does
 * @param lost events that retention took before this lane had them, since it came into memory
 */
public record LaneStatus(
        LaneKey lane,
        long through,
        long tail,
        int rangeCount,
        int inFlight,
        int attempts,
        long retryAt,
        Breaker breaker,
        Held held,
        long lost) {

    public long lag() {
        return Math.max(0, tail - through);
    }

    /** In the order of the metric: 0 closed, 1 half-open, 2 open. */
    public enum Breaker {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /** How far a lane is with one event. */
    public enum Standing {
        /** Settled, not committed, or not in this node's memory. */
        UNKNOWN,
        WAITING,
        FIRST_TRY,
        /** It failed before, whether it is being tried again now or waits for that. */
        TRIED
    }

    /** Why a lane makes no steps. */
    public enum Held {
        NOT,
        BREAKER,
        PAUSED,
        GONE
    }
}
