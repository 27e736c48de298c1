package dev.angarium.access.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.angarium.time.Time;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** How often each of many keys did something within a span; bounded: the least used keys are forgotten first. */
final class Windows {
    static final int KEYS_MAX = 100_000;

    private final int limit;
    private final long windowNanos;
    private final Time time;
    private final Cache<String, SlidingWindow> counts;

    /** @param limit how often within the window; at least 1 */
    Windows(int limit, Duration window, Time time) {
        this.limit = limit;
        this.windowNanos = window.toNanos();
        this.time = time;
        this.counts = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(KEYS_MAX)
                .expireAfterAccess(window.multipliedBy(2))
                .ticker(time::nanos)
                .build();
    }

    /** Counts one more if it fits. */
    Quota take(String key) {
        return update(key, true);
    }

    /** What would fit, without counting. */
    Quota peek(String key) {
        var now = time.nanos();
        var window = counts.asMap().getOrDefault(key, SlidingWindow.EMPTY).at(index(now));
        return quota(window, now, fits(window, now));
    }

    /** Counts one more whether it fits or not. */
    Quota add(String key) {
        return update(key, false);
    }

    private Quota update(String key, boolean onlyIfFits) {
        var now = time.nanos();
        var allowed = new boolean[1];
        var after = apply(key, before -> {
            var window = before.at(index(now));
            allowed[0] = fits(window, now);
            return allowed[0] || !onlyIfFits ? window.plusOne() : window;
        });
        return quota(after, now, allowed[0]);
    }

    private SlidingWindow apply(String key, UnaryOperator<SlidingWindow> change) {
        return counts.asMap().compute(key, (k, before) -> change.apply(before == null ? SlidingWindow.EMPTY : before));
    }

    private boolean fits(SlidingWindow window, long now) {
        return window.count(passed(now)) + 1 <= limit;
    }

    private Quota quota(SlidingWindow window, long now, boolean allowed) {
        var left = (int) Math.max(0, Math.floor(limit - window.count(passed(now))));
        var wait = Math.max(0, window.fits(limit) - passed(now)) * windowNanos;
        var reset = (1 - passed(now)) * windowNanos;
        return new Quota(allowed, limit, Duration.ofNanos(windowNanos), left, seconds(reset), seconds(wait));
    }

    private long index(long now) {
        return Math.floorDiv(now, windowNanos);
    }

    private double passed(long now) {
        return (double) Math.floorMod(now, windowNanos) / windowNanos;
    }

    private static int seconds(double nanos) {
        return (int) Math.max(1, Math.ceil(nanos / 1e9));
    }

    /**
     * What is left.
     *
     * @param left how many more fit now
     * @param resetSeconds until the window under way ends
     * @param retrySeconds until one more fits
     */
    record Quota(boolean allowed, int limit, Duration window, int left, int resetSeconds, int retrySeconds) {}
}
