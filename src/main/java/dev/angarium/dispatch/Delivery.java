package dev.angarium.dispatch;

import dev.angarium.event.Event;
import dev.angarium.lane.Attempt;
import dev.angarium.lane.StepResult;
import dev.angarium.time.Time;
import dev.angarium.web.client.GuardedClient;
import dev.angarium.web.client.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One attempt: composes, posts, judges. Belongs to one context. */
public final class Delivery {
    private final GuardedClient client;
    private final Composer composer;
    private final Time time;
    private final DispatchMetrics metrics;

    public Delivery(GuardedClient client, Composer composer, Time time, DispatchMetrics metrics) {
        this.client = client;
        this.composer = composer;
        this.time = time;
        this.metrics = metrics;
    }

    /**
     * @param events of one lane, ascending, not empty
     * @param attempt from 1
     */
    Future<StepResult> attempt(Recipient to, List<Event> events, int attempt) {
        var start = new Start(time.millis(), time.nanos());
        return client.send(composer.compose(to, events, attempt, start.millis()))
                .map(answer -> result(answer, start, events.size(), attempt));
    }

    private StepResult result(Outcome outcome, Start start, int events, int attempt) {
        var result = judge(outcome, start);
        count(result, events, attempt);
        return result;
    }

    private StepResult judge(Outcome outcome, Start start) {
        var latency = (int) Math.min(Integer.MAX_VALUE, (time.nanos() - start.nanos()) / 1_000_000);
        if (outcome instanceof Outcome.Answered answer) {
            var status = answer.status();
            var head = answer.body().length() == 0
                    ? null
                    : Verdict.head(answer.body().getBytes());
            var attempt = new Attempt(start.millis(), latency, status, Verdict.codeOf(status), head);
            return Verdict.of(attempt, RetryAfter.parse(answer.retryAfter().orElse(null), time.millis()));
        }
        return Verdict.of(new Attempt(start.millis(), latency, 0, outcome.reason(), null), Optional.empty());
    }

    private void count(StepResult result, int events, int attempt) {
        var latency = Duration.ofMillis(result.attempt().latencyMillis());
        var error = result.attempt().error();
        if (error == null) {
            metrics.delivered(events, latency);
        } else {
            metrics.failed(error, latency);
        }
        if (attempt > 1) {
            metrics.retried();
        }
    }

    private record Start(long millis, long nanos) {}
}
