package dev.angarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.bench.HostileSubscriber.Manner;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** F8: one subscriber of many misbehaves, in every way there is, one after the other; the others see nothing of it. */
class HostileSubscribersIT {
    private static final int SUBSCRIBERS = Integer.getInteger("faults.subscribers", 25);
    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("faults.seconds", 2));
    private static final int TIMEOUT_MILLIS = 1_000;

    /** A tick, and what a busy machine adds to an attempt before it looks at its clock again. */
    private static final int CUT_WITHIN_MILLIS = TIMEOUT_MILLIS + 250 + 750;

    /** Whoever waited for the hostile one would be later than its time-out. */
    private static final double NOT_HELD_UP_MILLIS = TIMEOUT_MILLIS / 2.0;

    /** Of a node that runs, once the breaker's and the buffers' first megabytes are there. */
    private static final double HEAP_GROWTH_MIB = 32;

    @Test
    void one_of_many_that_misbehaves_slows_nobody_else() throws Exception {
        try (var rig = new Rig()) {
            for (var no = 1; no < SUBSCRIBERS; no++) {
                rig.subscribe("s" + no);
            }
            var hostile = rig.deploy(new HostileSubscriber());
            var webhook = rig.api.webhook(hostile.url(), policy()).getString("id");
            var load = rig.load(16, 50, 40);
            BrokerProcess.pause(WATCHED.multipliedBy(3));
            var heap = Heap.usedMiB(rig.broker.pid());
            var others = others(rig, hostile);
            var growth = Heap.usedMiB(rig.broker.pid()) - heap;
            var gone = gone(rig);
            rig.end(load);

            System.out.println("p99 of the others in ms: " + others + ", heap growth " + Math.round(growth) + " MiB");
            assertThat(others).allSatisfy((manner, p99) -> assertThat(p99).isLessThan(NOT_HELD_UP_MILLIS));
            assertThat(growth).isLessThan(HEAP_GROWTH_MIB);
            assertThat(hostile.followed()).isZero();
            assertThat(rig.delivered().disordered()).isZero();
            assertThat(rig.api.pages("/v1/webhooks/" + webhook + "/deliveries?limit=100"))
                    .isNotEmpty()
                    .allSatisfy(attempt ->
                            assertThat(attempt.getInteger("latencyMs")).isLessThan(CUT_WITHIN_MILLIS));
            assertThat(rig.api.pages("/v1/audit?action=webhook.disable&limit=100"))
                    .anyMatch(row -> ("webhook:" + gone).equals(row.getString("object")));
        }
    }

    private static JsonObject policy() {
        return new JsonObject()
                .put("timeout", TIMEOUT_MILLIS + "ms")
                .put("retryCount", 3)
                .put("retryDelays", new JsonArray().add("100ms"));
    }

    private static Map<Manner, Double> others(Rig rig, HostileSubscriber hostile) throws Exception {
        var others = new EnumMap<Manner, Double>(Manner.class);
        for (var manner : EnumSet.complementOf(EnumSet.of(Manner.IS_GONE))) {
            hostile.be(manner);
            BrokerProcess.pause(Duration.ofMillis(300));
            rig.sink.reset();
            BrokerProcess.pause(WATCHED);
            others.put(manner, Figures.p99(rig.delivered().latency()));
        }
        assertThat(hostile.requests()).isGreaterThan(Manner.values().length);
        return others;
    }

    /** One more, whose first answer is a 410. */
    private static String gone(Rig rig) throws Exception {
        var server = rig.deploy(new HostileSubscriber());
        server.be(Manner.IS_GONE);
        var webhook = rig.api.webhook(server.url(), policy()).getString("id");
        BrokerProcess.until(Duration.ofSeconds(20), () -> isDisabled(rig, webhook), "disabled by a 410");
        return webhook;
    }

    private static boolean isDisabled(Rig rig, String webhook) {
        return "disabled".equals(rig.api.get("/v1/webhooks/" + webhook).getString("state"));
    }
}
