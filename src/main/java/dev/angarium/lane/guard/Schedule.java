package dev.angarium.lane.guard;

import dev.angarium.lane.LaneRules;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When the next attempt is due. */
public final class Schedule {
    private static final double JITTER = 0.2;

    private final RandomGenerator random;
    private final Duration retryAfterMax;

    /** @param retryAfterMax the longest wait another side can ask for */
    public Schedule(RandomGenerator random, Duration retryAfterMax) {
        this.random = random;
        this.retryAfterMax = retryAfterMax;
    }

    /** Nanoseconds before an attempt (from 1), with jitter of 0 to 20 %. */
    public long nanosBefore(LaneRules rules, int attempt) {
        var delays = rules.delays();
        if (delays.isEmpty()) {
            return 0;
        }
        var nanos = delays.get(Math.min(attempt, delays.size()) - 1).toNanos();
        return nanos == 0 ? 0 : nanos + (long) (nanos * JITTER * random.nextDouble());
    }

    /** The same, but not sooner than the other side asked for. */
    public long nanosBefore(LaneRules rules, int attempt, Optional<Duration> retryAfter) {
        return Math.max(nanosBefore(rules, attempt), nanosAsked(retryAfter));
    }

    /** Nanoseconds another side asked for, within bounds. */
    public long nanosAsked(Optional<Duration> retryAfter) {
        if (retryAfter.isEmpty() || retryAfter.get().isNegative()) {
            return 0;
        }
        var asked = retryAfter.get();
        return (asked.compareTo(retryAfterMax) > 0 ? retryAfterMax : asked).toNanos();
    }

    /** The longest wait that can be: a written time further away than this comes from a clock that jumped. */
    public long nanosMax(LaneRules rules) {
        var longest = rules.delays().stream().max(Duration::compareTo).orElse(Duration.ZERO);
        return Math.max((long) (longest.toNanos() * (1 + JITTER)), retryAfterMax.toNanos());
    }
}
