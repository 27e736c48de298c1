package dev.angarium.faults;

import dev.angarium.faults.History.Fault;
import dev.angarium.faults.History.Parked;
import dev.angarium.faults.History.Received;
import dev.angarium.faults.History.Row;
import dev.angarium.faults.History.Send;
import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A broker under load between two subscribers, one steady and one shaky; broken, healed, and held against the checker. */
final class FaultRun implements AutoCloseable {
    static final int INSTANCES = 20;
    static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);
    private static final int SENDERS = 16;
    private static final String SECRET = "fault-app-secret";

    /** A delivery may be repeated until the cursor that a fault took is past again: at most the unflushed window. */
    private static final long REPEAT_GRACE_NANOS = Duration.ofSeconds(20).toNanos();

    private final Vertx vertx = Vertx.vertx();
    private final BrokerProcess broker;
    private final BrokerApi api;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Send> others = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final JournalSubscriber steady;
    private final JournalSubscriber shaky;
    private final SteadyLoad load;

    /** Makes the subscribers and starts the load. */
    FaultRun(BrokerProcess broker, Random random) {
        this.broker = broker;
        this.api = new BrokerApi(broker);
        this.steady = subscriber("steady", () -> 200);
        this.shaky = subscriber("shaky", () -> random.nextInt(20) == 0 ? 500 : 200);
        var connection = api.metaConnection(SECRET);
        var path = connection.getString("webhookUrl").replaceFirst("^https?://[^/]+", "");
        this.load = new SteadyLoad(vertx, broker.port(), path, SECRET, INSTANCES);
        onLoop(() -> {
            load.start(SENDERS);
            return Future.succeededFuture();
        });
    }

    BrokerApi api() {
        return api;
    }

    /** Breaks something, and notes from when to when it was broken. @return for how long */
    Duration fault(String kind, Runnable breaking) {
        var from = System.nanoTime();
        breaking.run();
        var to = System.nanoTime();
        faults.add(new Fault(kind, from, to));
        return Duration.ofNanos(to - from);
    }

    /** Kills the node, starts it again, and waits until it is ready. */
    Duration killAndRestart() {
        return fault("kill", () -> {
            broker.kill();
            broker.restart();
        });
    }

    /** Somebody else sent this, and was told that it is kept. */
    void sentByAnother(String instance, String key, long seq) {
        var now = System.nanoTime();
        others.add(new Send(instance, key, History.Fate.OK, java.util.OptionalLong.of(seq), now, now));
    }

    /** How many messages are acknowledged by now. */
    long acknowledged() {
        return load.acknowledged();
    }

    /** Ends the load and waits until every message is acknowledged. */
    void finish() {
        load.finish();
        BrokerProcess.until(SETTLED_WITHIN, load::finished, "acknowledged all");
    }

    /** After {@link #finish}: everything delivered or parked, or the time is over. */
    History heal(Duration within) {
        var devices = devices();
        var log = log(devices);
        try {
            BrokerProcess.until(within, () -> settled(log), "delivered all");
        } catch (IllegalStateException late) {
            System.out.println(late.getMessage());
        }
        var received = Stream.of(steady, shaky)
                .flatMap(subscriber -> subscriber.received().stream())
                .map(got -> named(got, devices))
                .toList();
        var sends = Stream.concat(load.sends().stream(), others.stream()).toList();
        return new History(sends, received, parked(devices), faults, log);
    }

    static List<String> violations(History history) {
        return Checker.violations(history, REPEAT_GRACE_NANOS);
    }

    static String figures(History history) {
        var consumed = history.received().stream().filter(Received::consumed).toList();
        var distinct = consumed.stream()
                .map(got -> got.subscription() + got.instance() + "#" + got.seq())
                .distinct()
                .count();
        return "%d faults, %d events, %d deliveries, %d repeats"
                .formatted(
                        history.faults().size(),
                        history.log().size(),
                        history.received().size(),
                        consumed.size() - distinct);
    }

    @Override
    public void close() {
        get(vertx.close());
    }

    private JournalSubscriber subscriber(String name, IntSupplier statuses) {
        var subscriber = new JournalSubscriber(name, statuses);
        onLoop(() -> subscriber.listen(vertx));
        var policy = new JsonObject()
                .put("retryCount", 8)
                .put("retryDelays", new JsonArray().add("100ms").add("1s"));
        names.put(api.webhook(subscriber.url(), policy).getString("id"), name);
        return subscriber;
    }

    /** External ids by device id. */
    private Map<String, String> devices() {
        var devices = new HashMap<String, String>();
        for (var device : api.pages("/v1/devices?limit=100")) {
            devices.put(device.getString("id"), device.getString("externalId"));
        }
        return devices;
    }

    private List<Row> log(Map<String, String> devices) {
        var rows = new ArrayList<Row>();
        devices.forEach((id, external) -> {
            for (var event : api.pages("/v1/devices/" + id + "/events?limit=100")) {
                rows.add(new Row(
                        external,
                        event.getLong("sequence"),
                        event.getJsonObject("data").getString("messageId")));
            }
        });
        return rows;
    }

    private List<Parked> parked(Map<String, String> devices) {
        return api.pages("/v1/dlq?limit=100").stream()
                .map(letter -> new Parked(
                        names.getOrDefault(letter.getString("webhookId"), ""),
                        devices.getOrDefault(letter.getString("instanceId"), ""),
                        letter.getLong("sequence"),
                        letter.getString("reason"),
                        letter.getInteger("attempts")))
                .toList();
    }

    private boolean settled(List<Row> log) {
        var parked = api.pages("/v1/dlq?limit=100").size();
        return consumed(steady) + consumed(shaky) + parked >= (long) names.size() * log.size();
    }

    private static long consumed(JournalSubscriber subscriber) {
        return subscriber.received().stream()
                .filter(Received::consumed)
                .map(got -> got.instance() + "#" + got.seq())
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

    private <T> T onLoop(Supplier<Future<T>> work) {
        return get(Future.future(done -> vertx.runOnContext(go -> work.get().onComplete(done))));
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
