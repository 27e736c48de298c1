package dev.angarium.bench;

import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.ProcessTimes;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** {@code bench/run}: starts a broker of its own, loads it, and prints one JSON line and a table for each scenario. */
public final class Bench {
    private static final String SECRET = "bench-app-secret";
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", 15));
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("bench.seconds", 20));

    private Bench() {}

    /** What is measured; rate 0 means as fast as answers come back. */
    record Scenario(String name, int connections, int instances, int rate, boolean delivers) {}

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("ingest-64", 64, 1000, 0, false),
            new Scenario("ingest-256", 256, 1000, 0, false),
            new Scenario("end-to-end-64", 64, 1000, 0, true),
            new Scenario("end-to-end-256", 256, 1000, 0, true),
            new Scenario("steady-200", 64, 1000, 200, true),
            new Scenario("one-instance", 64, 1, 0, false));

    public static void main(String[] names) throws Exception {
        for (var scenario : SCENARIOS) {
            if (names.length == 0 || Stream.of(names).anyMatch(scenario.name()::equals)) {
                run(scenario);
            }
        }
        System.exit(0);
    }

    private static void run(Scenario scenario) throws Exception {
        var work = Files.createTempDirectory("angarium-bench");
        var started = System.nanoTime();
        try (var broker = BrokerProcess.start(work.resolve("data"), jvmOptions(), Map.of("LOG_LEVEL", "INFO"))) {
            var report = new JsonObject()
                    .put("scenario", scenario.name())
                    .put("coldStartSeconds", round((System.nanoTime() - started) / 1e9));
            measure(scenario, broker, report);
            System.out.println(report.encode());
            print(report);
        } finally {
            delete(work);
        }
    }

    /** {@code -Dbench.jvm}: more options of the broker's JVM with blanks between, such as a profiler's agent. */
    private static List<String> jvmOptions() {
        return Stream.concat(
                        Stream.of("-Xmx384m"),
                        Stream.of(System.getProperty("bench.jvm", "").split(" ")))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    private static void measure(Scenario scenario, BrokerProcess broker, JsonObject report) throws Exception {
        var vertx = Vertx.vertx();
        var sends = new Sends();
        var sink = new Sink(sends);
        vertx.deployVerticle(sink).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        var api = new BrokerApi(broker);
        var path = api.metaConnection(SECRET).getString("webhookUrl").replaceFirst("^https?://[^/]+", "");
        if (scenario.delivers()) {
            api.webhook("http://127.0.0.1:" + sink.port() + "/", new JsonObject());
        }
        var load = new Load(
                vertx,
                new Load.Target(broker.port(), path, SECRET, scenario.connections(), scenario.instances()),
                sends);
        var loop = vertx.getOrCreateContext();
        loop.runOnContext(go -> {
            if (scenario.rate() == 0) {
                load.saturate();
            } else {
                load.atRate(scenario.rate());
            }
        });
        BrokerProcess.pause(WARM_UP);
        loop.runOnContext(go -> load.reset());
        sink.reset();
        var span = new Span(broker);
        BrokerProcess.pause(MEASURED);
        span.end();
        fill(report, load, sink, span, scenario);
        loop.runOnContext(go -> load.stop());
        report.put("drainSeconds", scenario.delivers() ? drain(load, sink) : 0);
        loop.runOnContext(go -> load.close());
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void fill(JsonObject report, Load load, Sink sink, Span span, Scenario scenario) throws Exception {
        var delivered = figures(sink);
        var events = Math.max(1, load.accepted());
        report.put("acceptedPerSecond", round(load.accepted() / span.seconds))
                .put("refused", load.refused())
                .put("broken", load.broken())
                .put("ackMillis", percentiles(load.latency()))
                .put("javaCpuPer1000", round(span.java / events * 1000))
                .put("postgresCpuPer1000", round(span.postgres / events * 1000))
                .put("residentMiB", span.residentMiB);
        if (scenario.delivers()) {
            report.put("deliveredPerSecond", round(delivered.delivered() / span.seconds))
                    .put("acceptToDeliveryMillis", percentiles(delivered.latency()))
                    .put("disordered", delivered.disordered())
                    .put("instances", delivered.instances());
        }
    }

    /** Seconds until all that was accepted has been delivered; -1 where that takes more than a minute. */
    private static double drain(Load load, Sink sink) throws Exception {
        var start = System.nanoTime();
        var before = -1L;
        while (System.nanoTime() - start < 60e9) {
            var now = figures(sink).delivered();
            if (now == before) {
                return round((System.nanoTime() - start) / 1e9);
            }
            before = now;
            BrokerProcess.pause(Duration.ofSeconds(1));
        }
        return -1;
    }

    private static Sink.Figures figures(Sink sink) throws Exception {
        return sink.figures().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static JsonObject percentiles(Histogram micros) {
        return new JsonObject()
                .put("p50", round(micros.getValueAtPercentile(50) / 1000d))
                .put("p99", round(micros.getValueAtPercentile(99) / 1000d))
                .put("p999", round(micros.getValueAtPercentile(99.9) / 1000d));
    }

    private static double round(double value) {
        return Math.round(value * 10_000) / 10_000d;
    }

    private static void print(JsonObject report) {
        report.forEach(field -> System.out.printf("  %-24s %s%n", field.getKey(), field.getValue()));
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** CPU and memory over a span of time. */
    private static final class Span {
        private final BrokerProcess broker;
        private final long startedAt = System.nanoTime();
        private double java;
        private double postgres;
        private double seconds;
        private long residentMiB;

        Span(BrokerProcess broker) {
            this.broker = broker;
            java = -ProcessTimes.cpuSeconds(broker.pid());
            postgres = -ProcessTimes.postgresCpuSeconds(broker.dataDir());
        }

        void end() {
            java += ProcessTimes.cpuSeconds(broker.pid());
            postgres += ProcessTimes.postgresCpuSeconds(broker.dataDir());
            seconds = (System.nanoTime() - startedAt) / 1e9;
            residentMiB = ProcessTimes.residentBytes(broker.pid()) >> 20;
        }
    }
}
