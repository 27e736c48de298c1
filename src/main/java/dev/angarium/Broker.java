package dev.angarium;

import dev.angarium.access.api.ApiDocument;
import dev.angarium.cluster.PgPartitionOwners;
import dev.angarium.cluster.SoloOwnership;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Opened;
import dev.angarium.crypto.SealedPlace;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.dispatch.api.DeviceWatch;
import dev.angarium.dispatch.node.DispatcherVerticle;
import dev.angarium.dispatch.replay.PgReplayParts;
import dev.angarium.event.CommitListener;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.BatchWriter;
import dev.angarium.eventlog.PgEventLog;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.eventlog.PgLogPartitions;
import dev.angarium.eventlog.Retention;
import dev.angarium.inbox.Projection;
import dev.angarium.inbox.node.InboxVerticle;
import dev.angarium.inbox.simple.PgSimpleMessages;
import dev.angarium.inbox.simple.SimpleProgress;
import dev.angarium.inbox.simple.SimpleProjection;
import dev.angarium.inbox.state.InstanceStates;
import dev.angarium.inbox.state.PgInstanceStates;
import dev.angarium.lane.progress.PgLaneJobs;
import dev.angarium.lane.progress.PgLaneProgress;
import dev.angarium.observe.Health;
import dev.angarium.observe.LoopBeat;
import dev.angarium.observe.LoopWatch;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.observe.log.Logging;
import dev.angarium.pg.Database;
import dev.angarium.pg.StartRefused;
import dev.angarium.sequencer.BusSink;
import dev.angarium.sequencer.PgConflictAudit;
import dev.angarium.sequencer.SequencerVerticle;
import dev.angarium.settings.Settings;
import dev.angarium.tenant.connection.PgDefaults;
import dev.angarium.tenant.connection.PgRefusedBodies;
import dev.angarium.tenant.connection.RefusedBodies;
import dev.angarium.tenant.figures.PgFigures;
import dev.angarium.time.Time;
import dev.angarium.time.VertxTime;
import dev.angarium.web.HttpVerticle;
import dev.angarium.web.Route;
import dev.angarium.web.client.ClientLimits;
import dev.angarium.web.client.GuardedClient;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** One node: constructs and connects the parts in start order; a stop is the reverse. */
public final class Broker {
    private static final Log LOG = Log.of(Broker.class);
    private static final SealedPlace LOGINS = new SealedPlace("operator", "runtime_role", "sealed_password");

    private final Settings settings;
    private final Vertx vertx;
    private final Time time;
    private final Ground.Roots roots;
    private final SecureRandom random = new SecureRandom();
    private final long startedAt;
    private final Measures measures;
    private final Health health;
    private final Servers servers;
    /** Read beside the database, which takes as long; on a thread that a failed start leaves behind unharmed. */
    private final CompletionStage<ApiDocument> document = CompletableFuture.supplyAsync(ApiDocument::load);

    private final AtomicBoolean stopping = new AtomicBoolean();
    /** The last started is the first to stop. */
    private final Deque<Supplier<Future<?>>> stops = new ConcurrentLinkedDeque<>();

    private Broker(Settings settings, Vertx vertx, Measures measures) {
        this.settings = settings;
        this.vertx = vertx;
        this.measures = measures;
        this.time = new VertxTime(vertx);
        this.roots = new Ground.Roots(settings, vertx, time, vault(settings, random), new Secrets(random));
        this.startedAt = time.millis();
        this.health = new Health(time);
        this.servers = new Servers(vertx, settings, time, measures.families().http(), random);
    }

    /** Fails with {@link StartRefused} or {@link HttpVerticle.ListenRefused} where one line explains it. */
    public static Future<Broker> start(Settings settings) {
        new Logging().level(settings.node().logLevel());
        var measures = Measures.of(settings.metrics());
        var vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(eventLoops())
                        .setPreferNativeTransport(true)
                        .setFileSystemOptions(nothingUnpacked()))
                .withMetrics(measures.sql().factory())
                .build();
        var broker = new Broker(settings, vertx, measures);
        var started = Promise.<Broker>promise(); // of no context: a failed start takes Vert.x' own down
        broker.watchLoops()
                .compose(broker::openDatabase)
                .compose(broker::own)
                .compose(broker::ensureDefaults)
                .compose(broker::retain)
                .compose(broker::startWorkers)
                .compose(broker::listen)
                .onSuccess(listening -> started.complete(broker))
                .onFailure(failure -> broker.stop().onComplete(stopped -> started.fail(failure)));
        return started.future();
    }

    /** Vert.x would keep a directory of its own beside the system's temporary files; nothing is served from there. */
    private static FileSystemOptions nothingUnpacked() {
        return new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    }

    /** Where it listens, also where PORT was 0. */
    public int port() {
        return servers.port();
    }

    /** Epoch milliseconds. */
    public long startedAt() {
        return startedAt;
    }

    /** Not ready first, then the parts in reverse, then Vert.x; each part is stopped even where another fails to. */
    public Future<Void> stop() {
        stopping.set(true);
        Future<?> stopped = Future.succeededFuture();
        while (!stops.isEmpty()) {
            var next = stops.pop();
            stopped = stopped.eventually(next::get);
        }
        var closed = Promise.<Void>promise(); // of no context: Vert.x' own are gone by then
        stopped.onComplete(done -> vertx.close().onComplete(closed));
        return closed.future();
    }

    // ---- below

    /** One a core: more only wake each other up. Two at least, so that a blocked one is seen by another. */
    private static int eventLoops() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    /** Vert.x hands instances out to its loops in turn: so many reach each of them. */
    private Future<String> watchLoops() {
        var loops = new LoopWatch(time, measures.families().node());
        health.live("event_loops", () -> Future.succeededFuture(loops.free()));
        health.ready("stopping", () -> Future.succeededFuture(!stopping.get()));
        var each = new DeploymentOptions().setInstances(eventLoops());
        return vertx.deployVerticle(() -> new LoopBeat(loops), each);
    }

    private Future<Database> openDatabase(String watched) {
        var vault = roots.vault();
        var surroundings = new Database.Surroundings(
                plain -> vault.seal(LOGINS, plain), bytes -> unsealed(vault, bytes), this::embeddedChanged);
        return Database.open(vertx, settings.database(), surroundings).onSuccess(database -> {
            stops.push(database::close);
            measures.sql().show(database::connections);
            health.ready("database", () -> database.reachable().map(true));
            health.ready(
                    "log", () -> Future.succeededFuture(!measures.pipeline().isAway()));
            database.warnings().forEach(warning -> LOG.warn("the database roles are not as they should be"));
        });
    }

    private static Vault vault(Settings settings, SecureRandom random) {
        var key = settings.security().masterKey().flatMap(MasterKey::parse);
        var previous = settings.security().masterKeyPrevious().flatMap(MasterKey::parse);
        return new Vault(
                key.orElseThrow(() -> new StartRefused("MASTER_KEY must be 64 hex digits")),
                previous,
                new Secrets(random));
    }

    private static byte[] unsealed(Vault vault, byte[] bytes) {
        if (vault.open(LOGINS, bytes) instanceof Opened.Plain plain) {
            return plain.bytes();
        }
        throw new StartRefused("MASTER_KEY is not the one this database was sealed with, nor is MASTER_KEY_PREVIOUS");
    }

    private void embeddedChanged(Object state) {
        LOG.info("the embedded PostgreSQL changed its state", Fields.of().result(state.toString()));
    }

    private Future<Ground> own(Database database) {
        var ownership = new SoloOwnership(
                vertx,
                new Partitions(settings.partitions()),
                new PgPartitionOwners(database.pipeline()),
                settings.node().name(),
                time,
                measures.pipeline());
        return ownership.claim().map(claimed -> {
            stops.push(ownership::release);
            health.ready(
                    "partitions", () -> Future.succeededFuture(ownership.held().size() == settings.partitions()));
            return Ground.of(roots, database, ownership);
        });
    }

    /** What the settings say of connections is in the database before anything is received. */
    private Future<Ground> ensureDefaults(Ground ground) {
        return new PgDefaults(ground.database().pipeline(), ground.seals(), ground.secrets(), time)
                .ensure(settings.providers(), settings.simpleApi())
                .map(ground);
    }

    private Future<Ground> retain(Ground ground) {
        var pipeline = ground.database().pipeline();
        var retention = new Retention(
                new PgLogPartitions(pipeline),
                new PgLaneJobs(pipeline)::mayDrop,
                settings.retention(),
                time,
                measures.pipeline());
        stops.push(() -> {
            retention.stop();
            return Future.succeededFuture();
        });
        return retention.start().map(ground);
    }

    // ---- the workers: who consumes before who produces

    private Future<Surface> startWorkers(Ground ground) {
        var pipeline = ground.database().pipeline();
        var names = new InstanceNames(
                new PgFigures(pipeline)::ids, settings.metrics().maxInstances());
        var dispatcher = dispatcher(ground, names);
        var progress = SimpleProgress.on(vertx, time);
        var messages = new PgSimpleMessages(pipeline);
        var inbox = inbox(ground, names, new SimpleProjection(messages, progress));
        var devices = new DeviceWatch(vertx, time, DeviceWatch.Limits.USUAL);
        var states = InstanceStates.on(vertx, new PgInstanceStates(pipeline), time);
        var sequencer = sequencer(ground, events -> {
            dispatcher.committed(events);
            inbox.committed(events);
            devices.committed(events);
            states.committed(events);
            measures.pipeline().committed(events);
        });
        ground.subscriptionNotices().listen(no -> dispatcher.subscriptionsChanged());
        var sink = new BusSink(vertx, ground.ownership().partitions(), time, measures.pipeline());
        return deploy(dispatcher)
                .compose(deployed -> deploy(inbox))
                .compose(deployed -> deploy(sequencer))
                .compose(deployed -> sequencer.buffers())
                .map(buffers -> new Surface.Below(
                        sink, buffers, dispatcher, devices, messages, progress, refusedBodies(ground)))
                .map(below -> new Surface(vertx, ground, measures, below, random, servers::baseUrl));
    }

    private RefusedBodies refusedBodies(Ground ground) {
        var refused = new RefusedBodies(new PgRefusedBodies(ground.database().pipeline())::add, time);
        stops.push(refused::flush);
        return refused;
    }

    private DispatcherVerticle dispatcher(Ground ground, InstanceNames names) {
        var pipeline = ground.database().pipeline();
        return new DispatcherVerticle(
                new DispatcherVerticle.Ports(
                        new PgEventReader(pipeline),
                        new PgLaneProgress(pipeline),
                        new LaneMeters("deliveries", measures.families(), names),
                        ground.ownership(),
                        ground.subscriptions(),
                        client(ground),
                        new PgReplayParts(pipeline),
                        new PgLaneJobs(pipeline),
                        measures.delivery()),
                new DispatcherVerticle.Rules(
                        settings.delivery(), settings.breaker(), settings.retention(), version(), halfTheGrace()),
                time,
                random);
    }

    private GuardedClient client(Ground ground) {
        var limits = ClientLimits.of(
                settings.delivery().endpointRequests(), settings.delivery().webhookReconnects());
        var client = new GuardedClient(
                GuardedClient.Parts.of(vertx, time, ground.addresses()), limits, measures.delivery()::reconnected);
        stops.push(client::close);
        return client;
    }

    private InboxVerticle inbox(Ground ground, InstanceNames names, Projection simple) {
        var pipeline = ground.database().pipeline();
        return new InboxVerticle(
                new InboxVerticle.Ports(
                        new PgEventReader(pipeline),
                        new PgLaneProgress(pipeline),
                        new LaneMeters("projections", measures.families(), names),
                        ground.ownership(),
                        settings.simpleApi().enabled() ? List.of(simple) : List.of()),
                new InboxVerticle.Rules(settings.delivery(), settings.projectionLanes(), halfTheGrace()),
                time,
                random);
    }

    private SequencerVerticle sequencer(Ground ground, CommitListener listener) {
        var pipeline = ground.database().pipeline();
        var log = new BatchWriter(
                new PgEventLog(pipeline, time, measures.pipeline()),
                new PgLogPartitions(pipeline),
                measures.pipeline());
        return new SequencerVerticle(
                new SequencerVerticle.Parts(
                        log,
                        new PgEventReader(pipeline),
                        ground.ownership(),
                        listener,
                        new PgConflictAudit(pipeline, ground.audit()),
                        measures.pipeline()),
                settings.pipeline(),
                time);
    }

    private Future<String> deploy(VerticleBase verticle) {
        return vertx.deployVerticle(verticle).onSuccess(id -> stops.push(() -> vertx.undeploy(id)));
    }

    private Duration halfTheGrace() {
        return settings.pipeline().shutdownGrace().dividedBy(2);
    }

    // ---- above

    private Future<?> listen(Surface surface) {
        return Future.fromCompletionStage(document, vertx.getOrCreateContext())
                .map(surface::routes)
                .compose(routes -> listen(surface, routes))
                .onSuccess(listening -> stops.push(
                        () -> { // before the servers stop: they wait for who waits
                            surface.below().devices().wakeAll();
                            return Future.succeededFuture();
                        }));
    }

    private Future<?> listen(Surface surface, List<Route> routes) {
        var chores = Chores.start(
                surface.ground(), surface.below().sink(), measures.families().node());
        stops.push(() -> {
            chores.stop();
            return Future.succeededFuture();
        });
        var operations = new OperationsRoutes(vertx, health, measures.table(), chores::runtime).list();
        return servers.start(routes, operations).onSuccess(started -> stops.push(servers::stop));
    }

    /** The manifest's; a jar that was not packaged has none. */
    private static String version() {
        var packaged = Broker.class.getPackage().getImplementationVersion();
        return packaged == null ? "dev" : packaged;
    }
}
