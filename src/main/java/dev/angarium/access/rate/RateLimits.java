package dev.angarium.access.rate;

import dev.angarium.access.Caller;
import dev.angarium.settings.RateSettings;
import dev.angarium.time.Time;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Requests a window: per key, or per address where nobody signed in; per tenant; in all. In the memory of this node.
 * What a key or a tenant may not have is not counted against what comes after it, so that one tenant's flood uses up
 * nothing of the others' share.
 */
public final class RateLimits {
    private static final String ALL = "";

    private final Optional<Windows> keys;
    private final Optional<Windows> tenants;
    private final Optional<Windows> global;

    public RateLimits(RateSettings rates, Time time) {
        this.keys = windows(rates.perKey(), rates, time);
        this.tenants = windows(rates.perTenant(), rates, time);
        this.global = windows(rates.global(), rates, time);
    }

    /** Counts a request of a caller who signed in. */
    public Verdict take(Caller caller) {
        var verdict = new Tally();
        keys.ifPresent(windows -> verdict.add("key", windows, caller.actor()));
        tenants.ifPresent(windows -> verdict.add("tenant", windows, Integer.toString(caller.tenantNo())));
        global.ifPresent(windows -> verdict.add("global", windows, ALL));
        return verdict.verdict();
    }

    /** Counts a request of somebody unknown. */
    public Verdict take(String address) {
        var verdict = new Tally();
        keys.ifPresent(windows -> verdict.add("address", windows, "address:" + address));
        global.ifPresent(windows -> verdict.add("global", windows, ALL));
        return verdict.verdict();
    }

    private static Optional<Windows> windows(int limit, RateSettings rates, Time time) {
        return limit == 0 ? Optional.empty() : Optional.of(new Windows(limit, rates.window(), time));
    }

    /**
     * @param headers RateLimit and RateLimit-Policy of the limit that is nearest
     * @param retrySeconds when to come back; only where not allowed
     */
    public record Verdict(boolean allowed, int retrySeconds, Map<String, String> headers) {}

    /** Asks one limit after the other until one refuses; remembers the nearest. */
    private static final class Tally {
        private Optional<Windows.Quota> nearest = Optional.empty();
        private String name = "";

        void add(String limit, Windows windows, String key) {
            if (nearest.filter(quota -> !quota.allowed()).isPresent()) {
                return;
            }
            var quota = windows.take(key);
            if (!quota.allowed()
                    || nearest.map(other -> quota.left() < other.left()).orElse(true)) {
                nearest = Optional.of(quota);
                name = limit;
            }
        }

        Verdict verdict() {
            return nearest.map(quota -> new Verdict(quota.allowed(), quota.retrySeconds(), headers(quota)))
                    .orElseGet(() -> new Verdict(true, 0, Map.of()));
        }

        private Map<String, String> headers(Windows.Quota quota) {
            var headers = new LinkedHashMap<String, String>();
            var seconds = Math.max(1, quota.window().toSeconds());
            headers.put("RateLimit-Policy", "\"%s\";q=%d;w=%d".formatted(name, quota.limit(), seconds));
            headers.put("RateLimit", "\"%s\";r=%d;t=%d".formatted(name, quota.left(), quota.resetSeconds()));
            return headers;
        }
    }
}
