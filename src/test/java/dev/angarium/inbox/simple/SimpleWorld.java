package dev.angarium.inbox.simple;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.Await;
import dev.angarium.access.door.Door;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.key.Keys;
import dev.angarium.access.key.PgKeyStore;
import dev.angarium.access.rate.FailedSignIns;
import dev.angarium.access.rate.RateLimits;
import dev.angarium.cluster.OwnershipMetrics;
import dev.angarium.cluster.PgPartitionOwners;
import dev.angarium.cluster.SoloOwnership;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.inbox.node.InboxVerticle;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.progress.PgLaneProgress;
import dev.angarium.pg.PgPools;
import dev.angarium.pg.TenantSession;
import dev.angarium.pg.TestDatabase;
import dev.angarium.provider.Reading;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.settings.ProviderSettings;
import dev.angarium.settings.RateSettings;
import dev.angarium.settings.SimpleApiSettings;
import dev.angarium.settings.value.DeliveryLog;
import dev.angarium.tenant.CachedDirectory;
import dev.angarium.tenant.PgDirectoryStore;
import dev.angarium.tenant.Seals;
import dev.angarium.tenant.connection.PgDefaults;
import dev.angarium.time.ManualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The simple API's read side of one node on a real database; its time stands still until a test moves it. */
final class SimpleWorld implements LaneMetrics {
    static final String ADMIN_KEY = "the-admin-key";
    private static final int LOOK_AGAIN_MILLIS = 10;
    private static final int LOOKS = 1500;

    final Vertx vertx = Vertx.vertx();
    final ManualTime time = new ManualTime();
    final TestDatabase database;
    final InstanceRef instance;
    /** Reasons of what was parked, as the metrics hear of it. */
    final Queue<String> parked = new ConcurrentLinkedQueue<>();

    private final PgPools pools;
    private final CachedDirectory directory;
    private final SoloOwnership ownership;
    private @Nullable Node node;

    /** What lives and dies with a process. */
    private record Node(SimpleProgress progress, InboxVerticle verticle) {}

    SimpleWorld(TestDatabase database) {
        this.database = database;
        this.pools = database.pools(vertx);
        var secrets = new Secrets(new SecureRandom());
        var seals = new Seals(new Vault(MasterKey.parse("ab".repeat(32)).orElseThrow(), Optional.empty(), secrets));
        Await.of(new PgDefaults(pools.pipeline(), seals, secrets, time).ensure(noProviders(), settings(true)));
        this.directory = new CachedDirectory(
                new PgDirectoryStore(pools.pipeline(), seals, new PublicIds(secrets, time), time, 3 << 20), time);
        this.instance = Await.of(directory
                .defaultOf(PgDefaults.SIMPLE)
                .compose(found -> directory.instanceOf(found.orElseThrow(), "simple"))
                .map(assigned -> assigned.instance()));
        this.ownership = new SoloOwnership(
                vertx, new Partitions(4), new PgPartitionOwners(pools.pipeline()), "n", time, OwnershipMetrics.NONE);
        Await.of(ownership.claim());
    }

    static SimpleApiSettings settings(boolean open) {
        return new SimpleApiSettings(Optional.of("secret"), true, open);
    }

    private static ProviderSettings noProviders() {
        return new ProviderSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** Begins anew: an empty log, an empty read model, no cursors. */
    SimpleWorld empty() {
        stop();
        database.execute("truncate event_log, lane_cursor, dead_letter, simple_message, simple_progress");
        parked.clear();
        return this;
    }

    /** The projection and what its writes tell. */
    SimpleWorld start() {
        var progress = SimpleProgress.on(vertx, time);
        var pipeline = pools.pipeline();
        var ports = new InboxVerticle.Ports(
                new PgEventReader(pipeline),
                new PgLaneProgress(pipeline),
                this,
                ownership,
                List.of(new SimpleProjection(new PgSimpleMessages(pipeline), progress)));
        var rules = new InboxVerticle.Rules(delivery(), 10, Duration.ofSeconds(5));
        var verticle = new InboxVerticle(ports, rules, time, new Random(1));
        Await.of(vertx.deployVerticle(verticle));
        node = new Node(progress, verticle);
        return this;
    }

    /** A stop writes the cursors. */
    void stop() {
        if (node != null) {
            Await.of(vertx.undeploy(node.verticle().deploymentID()));
            node = null;
        }
    }

    void close() {
        stop();
        Await.of(vertx.close());
    }

    SimpleProgress progress() {
        return Objects.requireNonNull(node).progress();
    }

    /** The two reads; without a running projection nothing is ever told. */
    SimpleRoutes routes(SimpleApiSettings settings, int requestsPerWindow) {
        var rates = new RateSettings(requestsPerWindow, Duration.ofMinutes(1), 0, 0, 0);
        var parts = new SimpleRoutes.Parts(
                directory,
                new PgEventReader(pools.pipeline()),
                new PgSimpleMessages(pools.pipeline()),
                new PgSimpleReads(new TenantSession(pools.api())),
                node == null ? SimpleProgress.on(vertx, time) : node.progress(),
                new Door(
                        new Keys(new PgKeyStore(pools.api()), ADMIN_KEY, time),
                        new FailedSignIns(time),
                        new RateLimits(rates, time)));
        return new SimpleRoutes(parts, settings);
    }

    PgSimpleReads reads() {
        return new PgSimpleReads(new TenantSession(pools.api()));
    }

    /** Only in the log: nobody is told. */
    Event write(JsonObject message) {
        var read = Reading.events(Reading.simple(message.encode())).get(0);
        return write(read.type(), read.data(), read.raw());
    }

    Event write(String type, byte[] data, byte[] raw) {
        var seq = 1 + database.count("select coalesce(max(seq), 0) from event_log where instance = ?", instance.no());
        database.execute(
                "insert into event_log (instance, seq, bucket, tenant_no, received_at, occurred_at, type,"
                        + " correlation_id, data, raw)"
                        + " values (?, ?, (now() at time zone 'UTC')::date, ?, ?, 0, ?, 'c', ?, ?)",
                instance.no(),
                seq,
                instance.tenantNo(),
                time.millis(),
                type,
                data,
                raw);
        return new Event(instance, seq, type, null, time.millis(), 0, "c", data, raw);
    }

    /** Committed, and told to the projection. */
    void commit(JsonObject... messages) {
        var events = new ArrayList<Event>();
        for (var message : messages) {
            events.add(write(message));
        }
        tell(events);
    }

    void commit(String type) {
        tell(List.of(write(type, new byte[0], "not understood".getBytes(UTF_8))));
    }

    void tell(List<Event> events) {
        Objects.requireNonNull(node).verticle().committed(events);
    }

    /** All that is in the log is in the read model. */
    void settle() {
        until(
                "the read model is up to date",
                () -> progressInTable() >= database.count("select coalesce(max(seq), 0) from event_log"));
    }

    /** Attempts used up at the head of the lane; known once their outcome is dealt with. */
    int attempts() {
        return Await.of(Objects.requireNonNull(node).verticle().status(SimpleProjection.NO)).stream()
                .mapToInt(LaneStatus::attempts)
                .sum();
    }

    long progressInTable() {
        return database.count("select coalesce(max(seq), 0) from simple_progress");
    }

    /** Looks until it is so. */
    void until(String what, BooleanSupplier isSo) {
        for (var looks = 0; !isSo.getAsBoolean(); looks++) {
            if (looks == LOOKS) {
                throw new AssertionError("never: " + what);
            }
            Await.of(pause());
        }
    }

    private Future<Void> pause() {
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(LOOK_AGAIN_MILLIS, fired -> promise.complete());
        return promise.future();
    }

    @Override
    public void parked(int consumer, String reason) {
        parked.add(consumer + " " + reason);
    }

    private static DeliverySettings delivery() {
        return new DeliverySettings(
                6,
                List.of(Duration.ZERO),
                Duration.ofDays(3),
                DeliveryLog.ALL,
                Duration.ofSeconds(30),
                3,
                100,
                64 << 20,
                64,
                "X-Rijan-Signature",
                Duration.ofDays(7),
                true);
    }

    static JsonObject message(String id) {
        return new JsonObject()
                .put("message_id", id)
                .put("from", "+5511999999999")
                .put("to", "+5511888888888")
                .put("ts", "2026-01-01T00:00:00Z")
                .put("text", "text of " + id);
    }
}
