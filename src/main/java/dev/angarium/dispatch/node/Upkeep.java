package dev.angarium.dispatch.node;

import dev.angarium.dispatch.DispatchMetrics;
import dev.angarium.dispatch.replay.PgReplayParts;
import dev.angarium.lane.progress.PgLaneJobs;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.settings.RetentionSettings;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the tables of deliveries: makes the days of the delivery log ahead and drops old ones, lets dead letters and
 * jobs go after their retention. Every node may do it; what is done already costs a look.
 */
final class Upkeep {
    private static final Log LOG = Log.of(Upkeep.class);
    private static final Duration BACKLOG_EVERY = Duration.ofSeconds(30);
    private static final int ROUNDS_MAX = 100;

    private final PgLaneJobs lanes;
    private final PgReplayParts replays;
    private final Duration lettersKept;
    private final Duration every;
    private final Time time;
    private final DispatchMetrics metrics;
    private Time.@Nullable Timer cleaning;
    private Time.@Nullable Timer counting;
    private boolean busy;

    Upkeep(
            PgLaneJobs lanes,
            PgReplayParts replays,
            DeliverySettings delivery,
            RetentionSettings retention,
            Time time,
            DispatchMetrics metrics) {
        this.lanes = lanes;
        this.replays = replays;
        this.lettersKept = delivery.deadLetterRetention();
        this.every = retention.cleanupInterval();
        this.time = time;
        this.metrics = metrics;
    }

    void start() {
        cleaning = time.every(every, this::clean);
        counting = time.every(BACKLOG_EVERY, this::count);
        clean();
    }

    void stop() {
        if (cleaning != null) {
            cleaning.cancel();
        }
        if (counting != null) {
            counting.cancel();
        }
    }

    /** One duty that fails does not keep the next from being done. */
    private void clean() {
        if (busy) {
            return;
        }
        busy = true;
        duty("make days of the delivery log", lanes::makeAhead)
                .compose(done -> duty("drop days of the delivery log", () -> lanes.dropAttempts(lettersKept)))
                .compose(done -> duty("let dead letters go", () -> expireLetters(ROUNDS_MAX)))
                .compose(done -> duty("forget cursors", lanes::forgetDeleted))
                .compose(done -> duty("tidy replays", () -> replays.tidy(lettersKept)))
                .onComplete(done -> busy = false);
    }

    /** A bounded number at once, a bounded number of times. */
    private Future<Integer> expireLetters(int rounds) {
        return lanes.expireDeadLetters(lettersKept)
                .compose(gone -> gone == 0 || rounds == 1 ? Future.succeededFuture(gone) : expireLetters(rounds - 1));
    }

    private static Future<Void> duty(String what, Supplier<Future<?>> work) {
        return work.get().transform(done -> {
            if (done.failed()) {
                LOG.warn("a duty of the upkeep failed", Fields.of().code(what), done.cause());
            }
            return Future.succeededFuture();
        });
    }

    private void count() {
        duty("count dead letters", () -> replays.backlog().onSuccess(metrics::deadLetterBacklog));
    }
}
