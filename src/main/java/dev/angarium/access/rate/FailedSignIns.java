package dev.angarium.access.rate;

import dev.angarium.time.Time;
import java.time.Duration;
import java.util.OptionalInt;

/** Ten failed sign-ins of one address or account within 15 minutes are enough: it has to wait. */
public final class FailedSignIns {
    static final int FAILURES_MAX = 10;
    static final Duration WINDOW = Duration.ofMinutes(15);

    private final Windows failures;

    public FailedSignIns(Time time) {
        this.failures = new Windows(FAILURES_MAX, WINDOW, time);
    }

    /** Seconds this address has to wait; empty where it may try. */
    public OptionalInt waiting(String address) {
        var quota = failures.peek(address);
        return quota.allowed() ? OptionalInt.empty() : OptionalInt.of(quota.retrySeconds());
    }

    public void failed(String address) {
        failures.add(address);
    }
}
