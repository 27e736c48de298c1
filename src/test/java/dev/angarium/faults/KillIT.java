package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.faults.History.Fault;
import dev.angarium.faults.History.Parked;
import dev.angarium.faults.History.Received;
import dev.angarium.faults.History.Row;
import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F1: the broker is killed at random moments under load, PostgreSQL with it, and started again each time. */
class KillIT {
    private static final int KILLS = Integer.getInteger("faults.kills", 8);
    private static final long SEED = Long.getLong("faults.seed", 20_260_101L);
    private static final int SENDERS = 16;
    private static final int INSTANCES = 20;
    private static final String SECRET = "kill-app-secret";
    private static final Duration READY_WITHIN = Duration.ofSeconds(5);

    /** Where the machine has others to serve as well. */
    private static final Duration READY_AT_LAST = Duration.ofSeconds(15);

    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);

    /** A delivery may be repeated until the cursor that a kill took is past again: at most the unflushed window. */
    private static final long REPEAT_GRACE_NANOS = Duration.ofSeconds(20).toNanos();

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final Random random = new Random(SEED);
    private final List<Fault> faults = new ArrayList<>();
    private final List<Duration> readyAfter = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void every_acknowledged_event_is_there_once_and_delivered_in_order() throws Exception {
        System.out.println("seed " + SEED);
        try (var broker = BrokerProcess.start(directory.resolve("data"), List.of("-Xmx384m"), Map.of())) {
            var api = new BrokerApi(broker);
            var steady = subscriber("steady", () -> 200);
            var shaky = subscriber("shaky", () -> random.nextInt(20) == 0 ? 500 : 200);
            var names = new HashMap<String, String>();
            names.put(subscribe(api, steady), "steady");
            names.put(subscribe(api, shaky), "shaky");
            var load = load(broker, api);

            for (var kill = 0; kill < KILLS; kill++) {
                BrokerProcess.pause(Duration.ofMillis(500 + random.nextInt(1500)));
                killAndRestart(broker);
            }
            load.finish();
            BrokerProcess.until(SETTLED_WITHIN, load::finished, "acknowledged all");

            var devices = devices(api);
            var log = log(api, devices);
            assertThat(log).hasSizeGreaterThan(100);
            BrokerProcess.until(SETTLED_WITHIN, () -> settled(api, names, log, steady, shaky), "delivered all");
            var received = Stream.of(steady, shaky)
                    .flatMap(subscriber -> subscriber.received().stream())
                    .map(got -> named(got, devices))
                    .toList();
            var history = new History(load.sends(), received, parked(api, names, devices), faults, log);

            assertThat(Checker.violations(history, REPEAT_GRACE_NANOS)).isEmpty();
            assertThat(readyAfter).allMatch(span -> span.compareTo(READY_AT_LAST) < 0);
            assertThat(median(readyAfter)).isLessThan(READY_WITHIN);
            System.out.printf(
                    "%d kills, %d events, %d deliveries, %d repeats, slowest restart %s%n",
                    KILLS,
                    log.size(),
                    received.size(),
                    repeats(received),
                    readyAfter.stream().max(Duration::compareTo).orElse(Duration.ZERO));
        }
    }

    private JournalSubscriber subscriber(String name, java.util.function.IntSupplier statuses) throws Exception {
        var subscriber = new JournalSubscriber(name, statuses);
        get(onLoop(() -> subscriber.listen(vertx)));
        return subscriber;
    }

    private static String subscribe(BrokerApi api, JournalSubscriber subscriber) {
        var policy = new JsonObject()
                .put("retryCount", 8)
                .put("retryDelays", new JsonArray().add("100ms").add("1s"));
        return api.webhook(subscriber.url(), policy).getString("id");
    }

    private SteadyLoad load(BrokerProcess broker, BrokerApi api) throws Exception {
        var path = api.metaConnection(SECRET).getString("webhookUrl").replaceFirst("^https?://[^/]+", "");
        var load = new SteadyLoad(vertx, broker.port(), path, SECRET, INSTANCES);
        get(onLoop(() -> {
            load.start(SENDERS);
            return Future.succeededFuture();
        }));
        return load;
    }

    private void killAndRestart(BrokerProcess broker) {
        var from = System.nanoTime();
        broker.kill();
        broker.restart();
        var to = System.nanoTime();
        faults.add(new Fault("kill", from, to));
        readyAfter.add(Duration.ofNanos(to - from));
    }

    /** External ids by device id. */
    private static Map<String, String> devices(BrokerApi api) {
        var devices = new HashMap<String, String>();
        for (var device : pages(api, "/v1/devices?limit=100")) {
            devices.put(device.getString("id"), device.getString("externalId"));
        }
        return devices;
    }

    private static List<Row> log(BrokerApi api, Map<String, String> devices) {
        var rows = new ArrayList<Row>();
        devices.forEach((id, external) -> {
            for (var event : pages(api, "/v1/devices/" + id + "/events?limit=100")) {
                rows.add(new Row(
                        external,
                        event.getLong("sequence"),
                        event.getJsonObject("data").getString("messageId")));
            }
        });
        return rows;
    }

    private static List<Parked> parked(BrokerApi api, Map<String, String> names, Map<String, String> devices) {
        return pages(api, "/v1/dlq?limit=100").stream()
                .map(letter -> new Parked(
                        names.getOrDefault(letter.getString("webhookId"), ""),
                        devices.getOrDefault(letter.getString("instanceId"), ""),
                        letter.getLong("sequence"),
                        letter.getString("reason"),
                        letter.getInteger("attempts")))
                .toList();
    }

    private static boolean settled(
            BrokerApi api,
            Map<String, String> names,
            List<Row> log,
            JournalSubscriber steady,
            JournalSubscriber shaky) {
        var parked = pages(api, "/v1/dlq?limit=100").size();
        return consumed(steady) + consumed(shaky) + parked >= (long) names.size() * log.size();
    }

    private static long consumed(JournalSubscriber subscriber) {
        return subscriber.received().stream()
                .filter(Received::consumed)
                .map(got -> got.instance() + "#" + got.seq())
                .distinct()
                .count();
    }

    private static Duration median(List<Duration> spans) {
        return spans.stream().sorted().toList().get(spans.size() / 2);
    }

    private static long repeats(List<Received> received) {
        var consumed = received.stream().filter(Received::consumed).toList();
        return consumed.size()
                - consumed.stream()
                        .map(got -> got.subscription() + got.instance() + "#" + got.seq())
                        .distinct()
                        .count();
    }

    private static Received named(Received got, Map<String, String> devices) {
        return new Received(
                got.subscription(),
                devices.getOrDefault(got.instance(), got.instance()),
                got.seq(),
                got.key(),
                got.bodyHash(),
                got.status(),
                got.from(),
                got.to());
    }

    private static List<JsonObject> pages(BrokerApi api, String path) {
        var all = new ArrayList<JsonObject>();
        String cursor = "";
        do {
            var page = api.get(path + cursor);
            page.getJsonArray("data").forEach(entry -> all.add((JsonObject) entry));
            var next = page.getString("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return all;
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        return Future.future(done -> vertx.runOnContext(go -> work.get().onComplete(done)));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
