package dev.angarium.access.once;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the tables of access: forgets Idempotency-Keys that are past their time, wipes secrets whose overlap is
 * over. Every node may do it; what is done already costs a look.
 */
public final class AccessUpkeep {
    private static final Log LOG = Log.of(AccessUpkeep.class);
    private static final int ROUNDS_MAX = 100;

    private final Supplier<Future<Integer>> purge;
    private final Supplier<Future<Integer>> endOverlaps;
    private final Duration every;
    private final Time time;
    private Time.@Nullable Timer timer;
    private volatile boolean busy;

    /**
     * @param purge forgets some keys; how many
     * @param endOverlaps wipes some secrets; how many
     * @param every CLEANUP_INTERVAL
     */
    public AccessUpkeep(
            Supplier<Future<Integer>> purge, Supplier<Future<Integer>> endOverlaps, Duration every, Time time) {
        this.purge = purge;
        this.endOverlaps = endOverlaps;
        this.every = every;
        this.time = time;
    }

    /** Cleans at once, then again and again. Called once. */
    public void start() {
        timer = time.every(every, this::clean);
        clean();
    }

    public void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** One duty that fails does not keep the other from being done. */
    private void clean() {
        if (busy) {
            return;
        }
        busy = true;
        rounds(purge, ROUNDS_MAX)
                .onFailure(failure -> LOG.warn("Idempotency-Keys could not be forgotten", Fields.of(), failure))
                .transform(done -> rounds(endOverlaps, ROUNDS_MAX))
                .onFailure(failure -> LOG.warn("previous secrets could not be wiped", Fields.of(), failure))
                .onComplete(done -> busy = false);
    }

    /** A bounded number at once, a bounded number of times. */
    private static Future<Integer> rounds(Supplier<Future<Integer>> duty, int left) {
        return duty.get()
                .compose(done -> done == 0 || left == 1 ? Future.succeededFuture(done) : rounds(duty, left - 1));
    }
}
