package dev.angarium.lane.engine;

import dev.angarium.lane.Attempt;
import dev.angarium.lane.LaneConsumer;
import dev.angarium.lane.Step;
import dev.angarium.lane.StepResult;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes attempts; what a consumer throws or fails with becomes a failed attempt, and is logged as the defect it is. */
final class Attempts {
    private static final Log LOG = Log.of(Attempts.class);
    private static final String DEFECT = "defect";

    private Attempts() {}

    static void make(Parts parts, LaneConsumer consumer, Step step, Consumer<StepResult> handler) {
        var startedAt = parts.clock().millis();
        parts.metrics().started(consumer.no());
        parts.home().when(attempt(consumer, step), done -> {
            var result = resultOf(parts, consumer, startedAt, done);
            parts.metrics().ended(consumer.no(), result.attempt());
            handler.accept(result);
        });
    }

    private static Future<StepResult> attempt(LaneConsumer consumer, Step step) {
        try {
            return consumer.attempt(step);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static StepResult resultOf(
            Parts parts, LaneConsumer consumer, long startedAt, AsyncResult<StepResult> done) {
        if (done.succeeded()) {
            return done.result();
        }
        LOG.error("a step broke", Fields.of().consumer(consumer.no()), done.cause());
        parts.metrics().broke(consumer.no());
        var latency = (int) (parts.clock().millis() - startedAt);
        return new StepResult.Failed(new Attempt(startedAt, latency, 0, DEFECT, null), Optional.empty(), false);
    }
}
