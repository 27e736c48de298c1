package dev.angarium.faults;

import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerDatabase;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.Journal;
import dev.angarium.history.Checker;
import dev.angarium.history.History;
import dev.angarium.history.History.Fault;
import dev.angarium.history.History.Received;
import dev.angarium.history.History.Send;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A broker under load between two subscribers, one steady and one shaky; broken, healed, and held against the checker.
 * Where it happens at random moments, a seed decides.
 */
final class FaultRun implements AutoCloseable {
    static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);
    private static final int INSTANCES = Integer.getInteger("faults.instances", 20);
    private static final int SENDERS = Integer.getInteger("faults.senders", 16);
    private static final String KEPT = System.getProperty("faults.dir", "");
    private static final String SECRET = "fault-app-secret";
    private static final int SHAKY_FAILS_ONE_IN = 20;

    /**
     * A repeat needs a fault between the two deliveries; what was under way when it was healed may end a moment later.
     * Less than the load goes on for between two faults, or a repeat would always have its excuse.
     */
    private static final long REPEAT_GRACE_NANOS = Duration.ofMillis(250).toNanos();

    private final Vertx vertx = Vertx.vertx();
    private final BrokerProcess broker;
    private final BrokerApi api;
    private final BrokerDatabase database;
    private final Random moments;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Send> others = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final JournalSubscriber steady;
    private final JournalSubscriber shaky;
    private final SteadyLoad load;
    private volatile boolean healed;

    /**
     * What the shaky subscriber is like, and how much it gets.
     *
     * @param statuses what it answers to an event
     * @param policy of its webhook
     */
    record Shaky(ToIntFunction<JsonObject> statuses, JsonObject policy, int instances) {
        static Shaky failsOneIn(int many, long seed) {
            var dice = new Random(~seed);
            return new Shaky(event -> dice.nextInt(many) == 0 ? 500 : 200, retries(8), INSTANCES);
        }

        static JsonObject retries(int count) {
            var delays = new JsonArray().add("100ms").add("1s");
            return new JsonObject().put("retryCount", count).put("retryDelays", delays);
        }
    }

    FaultRun(BrokerProcess broker, long seed) {
        this(broker, seed, Shaky.failsOneIn(SHAKY_FAILS_ONE_IN, seed));
    }

    /** Makes the subscribers and starts the load. Journals are kept beside the broker's data. */
    FaultRun(BrokerProcess broker, long seed, Shaky shakiness) {
        System.out.println("seed " + seed);
        this.broker = broker;
        this.api = new BrokerApi(broker);
        this.database = new BrokerDatabase(broker.dataDir());
        this.moments = new Random(seed);
        this.steady = subscriber("steady", event -> 200, Shaky.retries(8));
        this.shaky =
                subscriber("shaky", event -> healed ? 200 : shakiness.statuses().applyAsInt(event), shakiness.policy());
        var path = BrokerApi.pathOf(api.metaConnection(SECRET).getString("webhookUrl"));
        var target = new SteadyLoad.Target(broker.port(), path, SECRET);
        this.load = new SteadyLoad(vertx, target, shakiness.instances(), journal("sends"));
        onLoop(this::startLoad);
    }

    /** Where a test keeps its run: in faults.dir, if somebody wants to look into it afterwards. */
    static Path directory(Path temporary, String test) {
        var kept = System.getProperty("faults.dir", "");
        return kept.isEmpty()
                ? temporary
                : Path.of(kept)
                        .toAbsolutePath()
                        .resolve(test + "-" + ProcessHandle.current().pid());
    }

    /** A broker on data of its own. */
    static BrokerProcess start(Path temporary, String test) {
        return BrokerProcess.start(directory(temporary, test).resolve("data"), List.of("-Xmx384m"), Map.of());
    }

    BrokerApi api() {
        return api;
    }

    JournalSubscriber shaky() {
        return shaky;
    }

    BrokerDatabase database() {
        return database;
    }

    SteadyLoad load() {
        return load;
    }

    private Future<Void> startLoad() {
        load.start(SENDERS);
        return Future.succeededFuture();
    }

    /** After {@link #heal}: the load once more, and the shaky subscriber as before. */
    void resume() {
        healed = false;
        onLoop(this::startLoad);
    }

    /**
     * Lets the load go on until the next random moment: half a second to two after each sender was answered once, or a
     * node that is slow to warm up would be broken over and over before it took anything.
     */
    void goOn() {
        var answered = load.acknowledged() + SENDERS;
        BrokerProcess.until(SETTLED_WITHIN, () -> load.acknowledged() >= answered, "under load");
        BrokerProcess.pause(Duration.ofMillis(500 + moments.nextInt(1500)));
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

    /** Waits until one more message is acknowledged. @return for how long */
    Duration takenAgain(Duration within) {
        var from = System.nanoTime();
        var before = load.acknowledged();
        BrokerProcess.until(within, () -> load.acknowledged() > before, "acknowledged");
        return Duration.ofNanos(System.nanoTime() - from);
    }

    List<JsonObject> deadLetters() {
        return Kept.deadLetters(api);
    }

    /** Somebody else sent this, and was told that it is kept. */
    void sentByAnother(String instance, String key, long seq) {
        var now = System.nanoTime();
        others.add(new Send(instance, key, History.Fate.OK, OptionalLong.of(seq), now, now));
    }

    /** Ends the load and waits until every message is acknowledged. */
    void finish() {
        load.finish();
        BrokerProcess.until(SETTLED_WITHIN, load::finished, "acknowledged all");
    }

    /**
     * After {@link #finish}: no subscriber fails any more, or an open breaker's rare probes might; then everything is
     * delivered or parked, or nothing more comes for so long.
     */
    History heal(Duration quiet) {
        healed = true;
        var kept = new Kept(api, database, names);
        var log = kept.stored();
        settle(kept, log.size(), quiet);
        var received = Stream.of(steady, shaky)
                .flatMap(subscriber -> subscriber.received().stream())
                .map(kept::named)
                .toList();
        var sends = Stream.concat(load.sends().stream(), others.stream()).toList();
        return new History(sends, received, kept.parked(), faults, log);
    }

    /** What the checker finds, and whether the API tells another log than the database holds. */
    List<String> violations(History history) {
        var violations = new ArrayList<>(Checker.violations(history, REPEAT_GRACE_NANOS));
        var told = new Kept(api, database, names).told();
        if (told.size() != history.log().size() || !Set.copyOf(told).equals(Set.copyOf(history.log()))) {
            violations.add("API: tells %d events, the database holds %d"
                    .formatted(told.size(), history.log().size()));
        }
        return violations;
    }

    /**
     * Sends once more each message whose first answer did not come, and as many of the others.
     *
     * @return how many; and those that were not told the number they have
     */
    Resent resend(History history) {
        var doubtful = history.sends().stream()
                .filter(send -> send.fate() == History.Fate.UNKNOWN)
                .map(Send::key)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var others = keysTold().keySet();
        return resend(Stream.concat(doubtful.stream(), others.stream())
                .distinct()
                .limit(Math.max(1, 2L * doubtful.size()))
                .toList());
    }

    /** Sends so many messages once more that were acknowledged. */
    Resent resend(int count) {
        return resend(keysTold().keySet().stream().limit(count).toList());
    }

    private Resent resend(List<String> keys) {
        var told = keysTold();
        var wrong = keys.stream()
                .filter(key -> !onLoop(() -> load.again(key)).equals(told.get(key)))
                .toList();
        return new Resent(keys.size(), wrong);
    }

    private Map<String, Long> keysTold() {
        return load.sends().stream()
                .filter(send -> send.fate() == History.Fate.OK)
                .collect(Collectors.toMap(Send::key, send -> send.seq().orElse(0)));
    }

    record Resent(int count, List<String> wrong) {}

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

    private JournalSubscriber subscriber(String name, ToIntFunction<JsonObject> statuses, JsonObject policy) {
        var subscriber = new JournalSubscriber(name, journal(name), statuses);
        onLoop(() -> subscriber.listen(vertx));
        names.put(api.webhook(subscriber.url(), policy).getString("id"), name);
        return subscriber;
    }

    private Journal journal(String name) {
        try {
            var path = broker.dataDir().resolveSibling("journals").resolve(name);
            return new Journal(vertx, path, !KEPT.isEmpty());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A quick machine takes more than a shaky subscriber can be told in any fixed time. */
    private void settle(Kept kept, int events, Duration quiet) {
        var wanted = names.size() * events;
        var done = 0;
        var since = System.nanoTime();
        while (done < wanted && System.nanoTime() - since < quiet.toNanos()) {
            BrokerProcess.pause(Duration.ofMillis(200));
            var now = steady.consumed() + shaky.consumed() + kept.parked().size();
            since = now > done ? System.nanoTime() : since;
            done = now;
        }
        System.out.printf("%d of %d delivered or parked%n", done, wanted);
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
