package dev.angarium.bench;

import static dev.angarium.bench.Figures.round;

import dev.angarium.bench.MoodySink.Mood;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** What is measured, each on a node of its own. */
final class Scenarios {
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", 15));
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("bench.seconds", 20));
    private static final int BACKLOG = Integer.getInteger("bench.backlog", 200_000);
    private static final int LIVE = 1_000;
    private static final int MANY = 50;
    private static final int CATCH_UP_SECONDS_MAX = 900;

    private Scenarios() {}

    /** A steady load; rate 0 means as fast as answers come back. */
    record Stream(String name, int connections, int instances, int rate, boolean delivers) {}

    static JsonObject stream(Stream scenario) throws Exception {
        try (var rig = new Rig()) {
            if (scenario.delivers()) {
                rig.subscribe("all");
            }
            var load = rig.load(scenario.connections(), scenario.instances(), scenario.rate());
            BrokerProcess.pause(WARM_UP);
            rig.onLoop(load::reset);
            rig.sink.reset();
            var span = new Span(rig.broker);
            BrokerProcess.pause(MEASURED);
            var report = new JsonObject().put("coldStartSeconds", rig.coldStartSeconds);
            var ended = span.end();
            addLoad(report, load, ended.seconds());
            ended.addTo(report, Math.max(1, load.accepted()));
            if (scenario.delivers()) {
                addDelivered(report, rig.delivered(), ended.seconds());
            }
            rig.end(load);
            report.put("drainSeconds", scenario.delivers() ? rig.drain() : 0);
            return report.put("warmStartSeconds", warmStart(rig));
        }
    }

    private static void addLoad(JsonObject report, Load load, double seconds) {
        report.put("acceptedPerSecond", round(load.accepted() / seconds))
                .put("refused", load.refused())
                .put("broken", load.broken())
                .put("ackMillis", Figures.percentiles(load.latency()));
    }

    private static void addDelivered(JsonObject report, Sink.Figures delivered, double seconds) {
        report.put("deliveredPerSecond", round(delivered.delivered() / seconds))
                .put("acceptToDeliveryMillis", Figures.percentiles(delivered.latency()))
                .put("disordered", delivered.disordered())
                .put("instances", delivered.instances());
    }

    private static double warmStart(Rig rig) {
        rig.broker.stop();
        var start = System.nanoTime();
        rig.broker.restart();
        return round((System.nanoTime() - start) / 1e9);
    }

    /** One of many subscribers is well, then slow, then dead: what do the others see of it? */
    static JsonObject subscribers() throws Exception {
        try (var rig = new Rig()) {
            for (var no = 1; no < MANY; no++) {
                rig.subscribe("s" + no);
            }
            var moody = rig.deploy(new MoodySink());
            rig.api.webhook(moody.url(), new JsonObject());
            var load = rig.load(16, 100, 40);
            BrokerProcess.pause(WARM_UP);
            var report = new JsonObject().put("subscribers", MANY);
            for (var mood : new Mood[] {Mood.WELL, Mood.SLOW, Mood.DEAD, Mood.WELL}) {
                moody.be(mood);
                BrokerProcess.pause(Duration.ofSeconds(2));
                rig.sink.reset();
                BrokerProcess.pause(MEASURED);
                var name = "othersP99Millis" + mood + (report.containsKey("othersP99Millis" + mood) ? "Again" : "");
                report.put(name, Figures.p99(rig.delivered().latency()));
            }
            rig.end(load);
            return report.put("disordered", rig.delivered().disordered());
        }
    }

    /** A subscriber is away while the log grows, and comes back under live load. */
    static JsonObject backlog() throws Exception {
        try (var rig = new Rig()) {
            var moody = rig.deploy(new MoodySink());
            rig.api.webhook(moody.url(), new JsonObject());
            var load = rig.load(64, 200, 0);
            BrokerProcess.pause(WARM_UP);
            var heapBefore = Heap.usedMiB(rig.broker.pid());
            moody.be(Mood.REFUSING);
            var consumed = moody.consumed();
            BrokerProcess.until(
                    Duration.ofSeconds(CATCH_UP_SECONDS_MAX),
                    () -> load.accepted() - consumed >= BACKLOG,
                    "as far behind as wanted");
            var heap = Heap.usedMiB(rig.broker.pid());
            rig.end(load);
            var live = rig.load(64, 200, LIVE);
            moody.be(Mood.WELL);
            var report = new JsonObject()
                    .put("backlog", load.accepted() - consumed)
                    .put("heapMiBBefore", heapBefore)
                    .put("heapMiBBehind", heap)
                    .put("heapGrowthMiB", round(heap - heapBefore));
            catchUp(moody, () -> load.accepted() + live.accepted(), report);
            rig.end(live);
            return report.put("liveAckMillis", Figures.percentiles(live.latency()));
        }
    }

    /** From the first delivery on: before it the breakers' probes have to find out that it is back. */
    private static void catchUp(MoodySink moody, java.util.function.LongSupplier accepted, JsonObject report) {
        var from = System.nanoTime();
        var before = moody.consumed();
        var bound = Duration.ofSeconds(CATCH_UP_SECONDS_MAX);
        BrokerProcess.until(bound, () -> moody.consumed() > before + LIVE, "found well again");
        var started = System.nanoTime();
        var first = moody.consumed();
        BrokerProcess.until(bound, () -> accepted.getAsLong() - moody.consumed() < LIVE, "caught up");
        var seconds = (System.nanoTime() - started) / 1e9;
        var rate = (moody.consumed() - first) / seconds;
        report.put("foundWellSeconds", round((started - from) / 1e9))
                .put("catchUpSeconds", round(seconds))
                .put("catchUpPerSecond", round(rate))
                .put("catchUpTimesLive", round(rate / LIVE));
    }
}
