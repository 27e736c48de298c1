package dev.angarium.dispatch.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.Await;
import dev.angarium.access.Call;
import dev.angarium.access.Caller;
import dev.angarium.access.PgAudit;
import dev.angarium.access.Reply;
import dev.angarium.access.Rights;
import dev.angarium.access.Role;
import dev.angarium.access.once.PgChanges;
import dev.angarium.access.once.PgClaims;
import dev.angarium.cluster.OwnershipMetrics;
import dev.angarium.cluster.PgPartitionOwners;
import dev.angarium.cluster.SoloOwnership;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.dispatch.DispatchMetrics;
import dev.angarium.dispatch.Samples;
import dev.angarium.dispatch.Subscriber;
import dev.angarium.dispatch.replay.PgReplayParts;
import dev.angarium.dispatch.replay.PgReplays;
import dev.angarium.dispatch.replay.ReplayAnswer;
import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.lane.LaneMetrics;
import dev.angarium.lane.progress.PgLaneJobs;
import dev.angarium.lane.progress.PgLaneProgress;
import dev.angarium.pg.PgPools;
import dev.angarium.pg.TenantSession;
import dev.angarium.pg.TestDatabase;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.DatabaseSettings;
import dev.angarium.settings.RetentionSettings;
import dev.angarium.tenant.PgSubscriptionStore;
import dev.angarium.tenant.Seals;
import dev.angarium.tenant.Subscription;
import dev.angarium.tenant.SubscriptionNotices;
import dev.angarium.tenant.SubscriptionStore;
import dev.angarium.time.VertxTime;
import dev.angarium.web.address.AddressRules;
import dev.angarium.web.client.ClientLimits;
import dev.angarium.web.client.GuardedClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One node's dispatcher on a real database, a tenant with instances, and subscribers on real sockets. */
public final class DispatchWorld implements SubscriptionStore {
    private static final int LOOK_AGAIN_MILLIS = 20;
    private static final int PATIENCE_MILLIS = 15_000;

    public final Vertx vertx = Vertx.vertx();
    public final VertxTime time = new VertxTime(vertx);
    public final TestDatabase database;
    public final PgAudit audit = new PgAudit(time);
    public final int tenantNo;
    public final String tenantId;
    private final GuardedClient client;
    private final PgPools pools;
    private final Partitions partitions = new Partitions(4);
    private final Map<Integer, Change> subscriptions = new ConcurrentHashMap<>();
    private final AtomicLong versions = new AtomicLong();
    private final SoloOwnership ownership;
    private DispatcherVerticle dispatcher;

    public DispatchWorld(TestDatabase database) {
        this.database = database;
        this.client = new GuardedClient(
                GuardedClient.Parts.of(vertx, time, new AddressRules(true)), ClientLimits.of(16, 3), () -> {});
        this.pools = database.pools(vertx, patient(database.settings()));
        this.tenantId = "tenant-" + database.count("select count(*) from tenant");
        this.tenantNo =
                (int) database.count("insert into tenant (id, name) values (?, 'of a test') returning no", tenantId);
        database.execute(
                "insert into connection (id, tenant_no, provider, name, ingress_key_hash, scheme, created_at,"
                        + " updated_at) values (?, ?, 'meta', 'c', sha256(?::bytea), 'none', now(), now())",
                "con-" + tenantId,
                tenantNo,
                tenantId);
        ownership = new SoloOwnership(
                vertx, partitions, new PgPartitionOwners(pools.pipeline()), "node", time, OwnershipMetrics.NONE);
        Await.of(ownership.claim());
        dispatcher = deploy();
    }

    /** A first connection may take its time where the machine is busy. */
    private static DatabaseSettings patient(DatabaseSettings usual) {
        return new DatabaseSettings(
                usual.url(),
                usual.dataDir(),
                usual.apiPoolSize(),
                usual.pipelinePoolSize(),
                usual.maxWaiters(),
                Duration.ofSeconds(15));
    }

    public TenantSession tenants() {
        return new TenantSession(pools.api());
    }

    public PgPools pools() {
        return pools;
    }

    public SoloOwnership ownership() {
        return ownership;
    }

    public void close() {
        stop();
        Await.of(vertx.close());
    }

    public DispatcherVerticle dispatcher() {
        return dispatcher;
    }

    /** The dispatcher stops, and another one takes its place. */
    public void restart() {
        Await.of(vertx.undeploy(dispatcher.deploymentID()));
        dispatcher = deploy();
    }

    public void stop() {
        Await.of(vertx.undeploy(dispatcher.deploymentID()));
    }

    public void startAgain() {
        dispatcher = deploy();
    }

    private DispatcherVerticle deploy() {
        var pipeline = pools.pipeline();
        var ports = new DispatcherVerticle.Ports(
                new PgEventReader(pipeline),
                new PgLaneProgress(pipeline),
                LaneMetrics.NONE,
                ownership,
                this,
                client,
                new PgReplayParts(pipeline),
                new PgLaneJobs(pipeline),
                DispatchMetrics.NONE);
        var rules = new DispatcherVerticle.Rules(
                Samples.settings(),
                new BreakerSettings(true, 50, Duration.ofSeconds(60), Duration.ofSeconds(30)),
                new RetentionSettings(Duration.ofDays(1), Duration.ofHours(1)),
                "1.0",
                Duration.ofSeconds(5));
        var made = new DispatcherVerticle(ports, rules, time, new SecureRandom());
        Await.of(vertx.deployVerticle(made));
        return made;
    }

    public PgReplays replays() {
        return replays(true);
    }

    private PgReplays replays(boolean enabled) {
        var vault = new Vault(
                MasterKey.parse("01".repeat(32)).orElseThrow(), Optional.empty(), new Secrets(new SecureRandom()));
        return replays(new PgChanges(tenants(), audit, new PgClaims(tenants(), vault, time)), enabled);
    }

    public PgReplays replays(PgChanges changes, boolean enabled) {
        return new PgReplays(tenants(), changes, partitions, time, new SecureRandom(), enabled);
    }

    /** What an order came to. */
    Future<ReplayAnswer> order(BiFunction<PgReplays, PgReplays.Asker, Future<Reply>> order) {
        return order(true, order);
    }

    Future<ReplayAnswer> order(boolean enabled, BiFunction<PgReplays, PgReplays.Asker, Future<Reply>> order) {
        var caller = new Caller("key:1", tenantNo, tenantId, Rights.of(Role.TENANT_ADMIN));
        var told = new AtomicReference<@Nullable ReplayAnswer>();
        var asker = new PgReplays.Asker(new Call(caller, "corr", Optional.empty()), answer -> {
            told.set(answer);
            return Reply.noContent();
        });
        return order.apply(replays(enabled), asker).map(done -> Objects.requireNonNull(told.get()));
    }

    public Subscriber subscriber() {
        return Await.of(Subscriber.start(vertx));
    }

    public InstanceRef instance(String id) {
        var no = (int) database.count(
                "insert into instance (id, tenant_no, connection_no, external_id, name, created_at)"
                        + " select ?, tenant_no, no, ?, 'i', now() from connection where tenant_no = ? returning no",
                id,
                id,
                tenantNo);
        return new InstanceRef(no, id, tenantNo, tenantId);
    }

    /** A row for the SQL that looks at subscriptions, and what the dispatcher sees of it. */
    public Subscription subscribe(Samples.Draft draft) {
        var no = (int) database.count(
                "insert into subscription (id, tenant_no, url, events, retry_count, retry_delays, timeout_millis,"
                        + " ordering, concurrency, batch, media_mode, format, instances, chats, groups, state,"
                        + " created_at, updated_at) values (gen_random_uuid(), ?, '', '{*}', 1, '{1}', 1000, 'instance',"
                        + " 1, 1, 'ready', 'native', '{}', '{}', true, 'active', now(), now()) returning no",
                tenantNo);
        database.execute("update subscription set id = 'wh-' || no where no = ?", no);
        var made = draft.of(tenantNo, tenantId).no(no);
        database.execute(
                "update subscription set events = string_to_array(?, ','), chats = string_to_array(?, ',') where no = ?",
                String.join(",", made.events()),
                String.join(",", made.chats()),
                no);
        write(made);
        return made;
    }

    /** Changes what the dispatcher sees; done once it does. */
    public void write(Subscription now) {
        subscriptions.put(now.no(), new Change(now.no(), versions.incrementAndGet(), Optional.of(now)));
        dispatcher.subscriptionsChanged();
        Await.of(dispatcher.status(now.no()));
    }

    public void delete(Subscription gone) {
        database.execute("update subscription set deleted_at = now() where no = ?", gone.no());
        subscriptions.put(gone.no(), new Change(gone.no(), versions.incrementAndGet(), Optional.empty()));
        dispatcher.subscriptionsChanged();
    }

    /** Commits events 1 to n of an instance and tells the dispatcher. */
    public List<Event> commit(InstanceRef instance, int count) {
        var events = new ArrayList<Event>();
        for (var left = count; left > 0; left--) {
            events.add(write(instance, "message.received", "c1"));
        }
        dispatcher.committed(events);
        return events;
    }

    public Event commit(InstanceRef instance, String type, @Nullable String chat) {
        var event = write(instance, type, chat);
        dispatcher.committed(List.of(event));
        return event;
    }

    /** Only in the log: nobody is told. */
    public Event write(InstanceRef instance, String type, @Nullable String chat) {
        var seq = 1 + database.count("select coalesce(max(seq), 0) from event_log where instance = ?", instance.no());
        var data = ("{\"n\":" + seq + "}").getBytes(UTF_8);
        var now = time.millis();
        database.execute(
                "insert into event_log (instance, seq, bucket, tenant_no, received_at, occurred_at, type, chat,"
                        + " correlation_id, data, raw)"
                        + " values (?, ?, (now() at time zone 'UTC')::date, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?)",
                instance.no(),
                seq,
                tenantNo,
                now,
                now,
                type,
                chat == null ? "" : chat,
                "corr-" + seq,
                data,
                data);
        return new Event(instance, seq, type, chat, now, now, "corr-" + seq, data, data);
    }

    /** Looks until it is so. */
    public void until(String what, BooleanSupplier isSo) {
        var deadline = time.millis() + PATIENCE_MILLIS;
        while (!isSo.getAsBoolean()) {
            if (time.millis() > deadline) {
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
    public Future<Long> mark() {
        return Future.succeededFuture(versions.get());
    }

    @Override
    public Future<List<Change>> page(int afterNo, int limit) {
        return Future.succeededFuture(subscriptions.values().stream()
                .filter(change -> change.no() > afterNo && change.now().isPresent())
                .sorted((a, b) -> Integer.compare(a.no(), b.no()))
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Changes> since(long mark) {
        var changes = subscriptions.values().stream()
                .filter(change -> change.version() >= mark)
                .toList();
        return Future.succeededFuture(new Changes(changes, versions.get()));
    }

    @Override
    public Future<Optional<Subscription>> find(int no) {
        return Future.succeededFuture(Optional.ofNullable(subscriptions.get(no)).flatMap(Change::now));
    }

    @Override
    public Future<Boolean> disable(int no, String reason) {
        return real().disable(no, reason);
    }

    @Override
    public Future<Integer> endOverlaps() {
        return real().endOverlaps();
    }

    /** Of the rows, which a test may look at; what the dispatcher sees is in memory here. */
    private PgSubscriptionStore real() {
        var vault = new Vault(
                MasterKey.parse("01".repeat(32)).orElseThrow(), Optional.empty(), new Secrets(new SecureRandom()));
        return new PgSubscriptionStore(
                pools.pipeline(), new Seals(vault), audit, new SubscriptionNotices(vertx.eventBus()), time);
    }
}
