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
 * over, goes over the audit chains. Every node may do it; what is done already costs a look.
 */
public final class AccessUpkeep {
    private static final Log LOG = Log.of(AccessUpkeep.class);
    private static final int ROUNDS_MAX = 100;

    private final Duties duties;
    private final Duration every;
    private final Time time;
    private Time.@Nullable Timer timer;
    private volatile boolean busy;

    /**
     * Each does some of its work and says how much; 0: none is left for now.
     *
     * @param purge forgets keys
     * @param endOverlaps wipes secrets
     * @param checkChains reads audit chains
     */
    public record Duties(
            Supplier<Future<Integer>> purge,
            Supplier<Future<Integer>> endOverlaps,
            Supplier<Future<Integer>> checkChains) {}

    /** @param every CLEANUP_INTERVAL */
    public AccessUpkeep(Duties duties, Duration every, Time time) {
        this.duties = duties;
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

    /** One duty that fails does not keep the others from being done. */
    private void clean() {
        if (busy) {
            return;
        }
        busy = true;
        rounds(duties.purge(), ROUNDS_MAX)
                .onFailure(failure -> LOG.warn("Idempotency-Keys could not be forgotten", Fields.of(), failure))
                .transform(done -> rounds(duties.endOverlaps(), ROUNDS_MAX))
                .onFailure(failure -> LOG.warn("previous secrets could not be wiped", Fields.of(), failure))
                .transform(done -> rounds(duties.checkChains(), ROUNDS_MAX))
                .onFailure(failure -> LOG.warn("audit chains could not be checked", Fields.of(), failure))
                .onComplete(done -> busy = false);
    }

    /** A bounded number at once, a bounded number of times. */
    private static Future<Integer> rounds(Supplier<Future<Integer>> duty, int left) {
        return duty.get()
                .compose(done -> done == 0 || left == 1 ? Future.succeededFuture(done) : rounds(duty, left - 1));
    }
}
