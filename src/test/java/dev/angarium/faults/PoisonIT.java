package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.faults.FaultRun.Shaky;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.history.History;
import dev.angarium.history.History.Parked;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F10: some events never succeed at one subscriber. They are parked, their instance goes on, others see nothing of it. */
class PoisonIT {
    private static final long SEED = Long.getLong("faults.seed", 20_260_107L);
    private static final int INSTANCES = 20;
    private static final int RETRIES = 2;
    private static final int POISON = 25;
    private static final int ONE_IN = 100;
    private static final Duration PARKED_WITHIN = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void one_event_that_always_fails_is_parked_after_its_tries_and_delivered_by_a_replay() {
        ToIntFunction<JsonObject> poisoned = event -> number(event) == POISON ? 500 : 200;
        try (var broker = FaultRun.start(directory, "PoisonIT-one-event");
                var run = run(broker, poisoned, INSTANCES)) {
            BrokerProcess.until(PARKED_WITHIN, () -> run.deadLetters().size() == 1, "parked");
            var history = end(run);

            assertThat(history.parked()).singleElement().satisfies(PoisonIT::usedItsTries);
            assertThat(run.violations(history)).isEmpty();
            assertThat(run.shaky().consumed()).isEqualTo(history.log().size() - 1);
            replay(run);
            assertThat(run.shaky().consumed()).isEqualTo(history.log().size());
        }
    }

    @Test
    void a_subscriber_with_one_instance_that_refuses_some_events_gets_all_others_in_order() {
        ToIntFunction<JsonObject> refusing = event -> number(event) % ONE_IN == 0 ? 422 : 200;
        try (var broker = FaultRun.start(directory, "PoisonIT-one-instance");
                var run = run(broker, refusing, 1)) {
            BrokerProcess.until(PARKED_WITHIN, () -> run.deadLetters().size() > 2, "parked");
            var history = end(run);

            assertThat(history.parked()).allSatisfy(PoisonIT::usedItsTries);
            assertThat(run.violations(history)).isEmpty();
        }
    }

    private static FaultRun run(BrokerProcess broker, ToIntFunction<JsonObject> statuses, int instances) {
        return new FaultRun(broker, SEED, new Shaky(statuses, Shaky.retries(RETRIES), instances));
    }

    private static History end(FaultRun run) {
        run.goOn();
        run.finish();
        var history = run.heal(FaultRun.SETTLED_WITHIN);
        System.out.println(
                FaultRun.figures(history) + ", parked " + history.parked().size());
        return history;
    }

    private static void usedItsTries(Parked parked) {
        assertThat(parked.subscription()).isEqualTo("shaky");
        assertThat(parked.reason()).isEqualTo("attempts");
        assertThat(parked.attempts()).isEqualTo(RETRIES + 1);
    }

    private static void replay(FaultRun run) {
        var before = run.shaky().consumed();
        var webhook = run.deadLetters().get(0).getString("webhookId");
        run.api().post("/v1/dlq/replay", new JsonObject().put("filter", new JsonObject().put("webhook", webhook)));
        BrokerProcess.until(PARKED_WITHIN, () -> run.shaky().consumed() > before, "replayed");
    }

    private static long number(JsonObject event) {
        return SteadyLoad.number(event.getJsonObject("data").getString("messageId"));
    }
}
