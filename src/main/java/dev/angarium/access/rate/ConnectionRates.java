package dev.angarium.access.rate;

import dev.angarium.settings.RateSettings;
import dev.angarium.time.Time;
import java.time.Duration;
import java.util.Optional;

/** How many webhooks of one connection are taken within a window, in the memory of this node. */
public final class ConnectionRates {
    private final Optional<Windows> windows;

    public ConnectionRates(RateSettings rates, Time time) {
        this.windows = rates.perConnection() == 0
                ? Optional.empty()
                : Optional.of(new Windows(rates.perConnection(), rates.window(), time));
    }

    /** Counts one; the wait where it is one too many, else zero. */
    public Duration take(int connectionNo) {
        if (windows.isEmpty()) {
            return Duration.ZERO;
        }
        var quota = windows.get().take(Integer.toString(connectionNo));
        return quota.allowed() ? Duration.ZERO : Duration.ofSeconds(quota.retrySeconds());
    }
}
