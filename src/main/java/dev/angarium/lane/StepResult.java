package dev.angarium.lane;

import java.time.Duration;
import java.util.Optional;

/** How an attempt ended. */
public sealed interface StepResult {
    Attempt attempt();

    Kind kind();

    /** Which of the three it is. */
    enum Kind {
        DONE,
        FAILED,
        GONE
    }

    /** What the other side asked for, if it did. */
    default Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** Whether the answer is about this event. */
    default boolean ofThisEvent() {
        return false;
    }

    /** Settled. */
    record Done(Attempt attempt) implements StepResult {
        @Override
        public Kind kind() {
            return Kind.DONE;
        }
    }

    /**
     * Failed; to be tried again while attempts are left.
     *
     * @param retryAfter what the other side asked for, if it did
     * @param ofThisEvent the answer is about this event (a 4xx other than 408, 425, 429), so trying it uses an attempt
     *     up even while the breaker is half open
     */
    record Failed(Attempt attempt, Optional<Duration> retryAfter, boolean ofThisEvent) implements StepResult {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }
    }

    /** The consumer is gone (410): its lanes are held, nothing is used up, and its owner is told to disable it. */
    record Gone(Attempt attempt) implements StepResult {
        @Override
        public Kind kind() {
            return Kind.GONE;
        }
    }
}
