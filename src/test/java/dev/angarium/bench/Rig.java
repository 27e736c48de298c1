package dev.angarium.bench;

import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** A node of its own with a sink and a load, for one scenario. */
public final class Rig implements AutoCloseable {
    /** More messages than any load sends. */
    private static final long APART = 100_000_000;

    private static final String SECRET = "bench-app-secret";

    public final BrokerProcess broker;
    final BrokerApi api;
    final Sink sink;
    final double coldStartSeconds;
    private final Path work;
    private final Vertx vertx = Vertx.vertx();
    private final Sends sends = new Sends();
    private final Context loop = vertx.getOrCreateContext();
    private final String path;
    private long first;

    Rig() throws Exception {
        this(Map.of());
    }

    /** @param settings beside the usual ones */
    public Rig(Map<String, String> settings) throws Exception {
        var environment = new HashMap<>(Map.of("LOG_LEVEL", System.getenv().getOrDefault("LOG_LEVEL", "INFO")));
        environment.putAll(settings);
        work = Files.createTempDirectory("angarium-bench");
        var started = System.nanoTime();
        broker = BrokerProcess.start(work.resolve("data"), jvmOptions(), environment);
        coldStartSeconds = Figures.round((System.nanoTime() - started) / 1e9);
        api = new BrokerApi(broker);
        sink = deploy(new Sink(sends));
        path = BrokerApi.pathOf(api.metaConnection(SECRET).getString("webhookUrl"));
    }

    /** {@code -Dbench.jvm}: more options of the broker's JVM with blanks between, such as a profiler's agent. */
    private static List<String> jvmOptions() {
        return Stream.concat(
                        Stream.of("-Xmx384m"),
                        Stream.of(System.getProperty("bench.jvm", "").split(" ")))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    <V extends Verticle> V deploy(V verticle) throws Exception {
        get(vertx.deployVerticle(verticle));
        return verticle;
    }

    /** A webhook on all events to the sink, under a path of its own. */
    public void subscribe(String path) {
        api.webhook("http://127.0.0.1:" + sink.port() + "/" + path, new JsonObject());
    }

    /** A load that has begun; rate 0 means as fast as answers come back. */
    public Load load(int connections, int instances, int rate) {
        var load = new Load(vertx, new Load.Target(broker.port(), path, SECRET, connections, instances), sends, first);
        first += APART;
        onLoop(() -> {
            if (rate == 0) {
                load.saturate();
            } else {
                load.atRate(rate);
            }
        });
        return load;
    }

    /** Where the load's messages go. */
    public String path() {
        return path;
    }

    /** How long the load's answers took since its last reset, in microseconds. */
    public Histogram latency(Load load) throws Exception {
        return get(Future.future(
                answer -> onLoop(() -> answer.complete(load.latency().copy()))));
    }

    /** On the context that owns the load. */
    public void onLoop(Runnable action) {
        loop.runOnContext(go -> action.run());
    }

    public void end(Load load) {
        onLoop(load::stop);
        BrokerProcess.pause(Duration.ofMillis(500));
        onLoop(load::close);
    }

    public Sink.Figures delivered() throws Exception {
        return get(sink.figures());
    }

    /** Seconds until nothing is delivered any more; -1 where that takes more than a minute. */
    double drain() throws Exception {
        var start = System.nanoTime();
        var before = -1L;
        while (System.nanoTime() - start < 60e9) {
            var now = delivered().delivered();
            if (now == before) {
                return Figures.round((System.nanoTime() - start) / 1e9);
            }
            before = now;
            BrokerProcess.pause(Duration.ofSeconds(1));
        }
        return -1;
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        get(vertx.close());
        broker.close();
        delete(work);
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
