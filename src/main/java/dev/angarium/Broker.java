package dev.angarium;

import dev.angarium.access.once.PgClaims;
import dev.angarium.cluster.PgPartitionOwners;
import dev.angarium.cluster.SoloOwnership;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Opened;
import dev.angarium.crypto.SealedPlace;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.dispatch.node.DispatcherVerticle;
import dev.angarium.dispatch.replay.PgReplayParts;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.BatchWriter;
import dev.angarium.eventlog.PgEventLog;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.eventlog.PgLogPartitions;
import dev.angarium.eventlog.Retention;
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
import dev.angarium.sequencer.PgConflictAudit;
import dev.angarium.sequencer.SequencerVerticle;
import dev.angarium.settings.Environment;
import dev.angarium.settings.Settings;
import dev.angarium.tenant.connection.PgDefaults;
import dev.angarium.tenant.figures.PgFigures;
import dev.angarium.time.Time;
import dev.angarium.time.VertxTime;
import dev.angarium.web.Bodies;
import dev.angarium.web.Cors;
import dev.angarium.web.Gate;
import dev.angarium.web.HttpLimits;
import dev.angarium.web.HttpVerticle;
import dev.angarium.web.Route;
import dev.angarium.web.RouteTable;
import dev.angarium.web.ServerSockets;
import dev.angarium.web.address.TrustedProxies;
import dev.angarium.web.client.ClientLimits;
import dev.angarium.web.client.GuardedClient;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.security.SecureRandom;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One node: constructs and connects the parts in start order; a stop is the reverse. */
public final class Broker {
    private static final Log LOG = Log.of(Broker.class);
    private static final SealedPlace LOGINS = new SealedPlace("operator", "runtime_role", "sealed_password");
    private static final int HTTP_LOOPS = 2;

    private final Settings settings;
    private final Vertx vertx;
    private final Time time;
    private final Ground.Roots roots;
    private final SecureRandom random = new SecureRandom();
    private final long startedAt;
    private final Measures measures;
    private final Health health;
    private final AtomicInteger port = new AtomicInteger();
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
    }

    /** Fails with {@link StartRefused} or {@link HttpVerticle.ListenRefused} where one line explains it. */
    public static Future<Broker> start(Settings settings) {
        new Logging().level(settings.node().logLevel());
        var measures = Measures.of(settings.metrics());
        var vertx = Vertx.builder()
                .with(new VertxOptions().setPreferNativeTransport(true))
                .withMetrics(measures.sql().factory())
                .build();
        var broker = new Broker(settings, vertx, measures);
        return broker.watchLoops()
                .compose(broker::openDatabase)
                .compose(broker::own)
                .compose(broker::ensureDefaults)
                .compose(broker::retain)
                .compose(broker::deliver)
                .compose(broker::sequence)
                .compose(broker::listen)
                .map(broker)
                .recover(failure -> broker.stop().transform(stopped -> Future.failedFuture(failure)));
    }

    /** Where it listens, also where PORT was 0. */
    public int port() {
        return port.get();
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

    /** Vert.x hands instances out to its loops in turn: so many reach each of them. */
    private Future<String> watchLoops() {
        var loops = new LoopWatch(time, measures.families().node());
        health.live("event_loops", () -> Future.succeededFuture(loops.free()));
        var each = new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
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
        throw new StartRefused("MASTER_KEY is not the one this database was sealed with");
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

    private Future<Workers> deliver(Ground ground) {
        var client = new GuardedClient(
                GuardedClient.Parts.of(vertx, time, ground.addresses()),
                ClientLimits.of(
                        settings.delivery().endpointRequests(),
                        settings.delivery().webhookReconnects()),
                measures.delivery()::reconnected);
        stops.push(client::close);
        var names = new InstanceNames(
                new PgFigures(ground.database().pipeline())::ids,
                settings.metrics().maxInstances());
        var dispatcher = dispatcher(ground, client, names);
        return deploy(dispatcher).map(deployed -> {
            ground.subscriptionNotices().listen(no -> dispatcher.subscriptionsChanged());
            return new Workers(ground, names, dispatcher);
        });
    }

    private DispatcherVerticle dispatcher(Ground ground, GuardedClient client, InstanceNames names) {
        var pipeline = ground.database().pipeline();
        return new DispatcherVerticle(
                new DispatcherVerticle.Ports(
                        new PgEventReader(pipeline),
                        new PgLaneProgress(pipeline),
                        new LaneMeters("deliveries", measures.families(), names),
                        ground.ownership(),
                        ground.subscriptions(),
                        client,
                        new PgReplayParts(pipeline),
                        new PgLaneJobs(pipeline),
                        measures.delivery()),
                new DispatcherVerticle.Rules(
                        settings.delivery(),
                        settings.breaker(),
                        settings.retention(),
                        version(),
                        settings.pipeline().shutdownGrace().dividedBy(2)),
                time,
                random);
    }

    private Future<Workers> sequence(Workers workers) {
        var ground = workers.ground();
        var pipeline = ground.database().pipeline();
        var log = new BatchWriter(
                new PgEventLog(pipeline, time, measures.pipeline()),
                new PgLogPartitions(pipeline),
                measures.pipeline());
        var sequencer = new SequencerVerticle(
                new SequencerVerticle.Parts(
                        log,
                        new PgEventReader(pipeline),
                        ground.ownership(),
                        events -> {
                            workers.dispatcher().committed(events);
                            measures.pipeline().committed(events);
                        },
                        new PgConflictAudit(pipeline, ground.audit()),
                        measures.pipeline()),
                settings.pipeline(),
                time);
        return deploy(sequencer).map(workers);
    }

    private Future<String> deploy(VerticleBase verticle) {
        return vertx.deployVerticle(verticle).onSuccess(id -> stops.push(() -> vertx.undeploy(id)));
    }

    private Future<?> listen(Workers workers) {
        health.ready("stopping", () -> Future.succeededFuture(!stopping.get()));
        var figures = count(workers.ground());
        var apart = settings.server().managementPort().isPresent();
        var publicRoutes = new RouteTable().add(apart ? List.of() : operations(figures));
        if (settings.node().environment() == Environment.DEV) {
            publicRoutes.add(new DevReceiver(vertx, time).routes());
        }
        return serve(ServerSockets.main(settings.server()), publicRoutes, port)
                .compose(listening -> apart ? serveManagement(figures) : Future.succeededFuture());
    }

    /** What is done and counted now and then. */
    private NodeFigures count(Ground ground) {
        var pipeline = ground.database().pipeline();
        var figures = new NodeFigures(
                new PgFigures(pipeline)::count,
                new Logging()::dropped,
                measures.families().node(),
                time);
        var claims = new PgClaims(ground.database().tenants(), ground.vault(), time);
        var upkeep = new AccessUpkeep(
                () -> claims.purge(pipeline),
                ground.subscriptions()::endOverlaps,
                settings.retention().cleanupInterval(),
                time);
        figures.start();
        upkeep.start();
        stops.push(() -> {
            figures.stop();
            upkeep.stop();
            return Future.succeededFuture();
        });
        return figures;
    }

    private Future<String> serveManagement(NodeFigures figures) {
        return serve(
                ServerSockets.management(settings.server()),
                new RouteTable().add(operations(figures)),
                new AtomicInteger());
    }

    private Future<String> serve(HttpServerOptions options, RouteTable routes, AtomicInteger bound) {
        var shared = new Gate.Shared(
                time,
                measures.families().http(),
                Bodies.Budget.UNLIMITED,
                new Cors(settings.server().corsAllowedOrigins()),
                new TrustedProxies(settings.server().trustedProxies()));
        return vertx.deployVerticle(
                        () -> new HttpVerticle(
                                options,
                                () -> new Gate(routes, shared, new SplittableRandom(random.nextLong())),
                                HttpLimits.of(settings.server()),
                                time,
                                bound::set),
                        new DeploymentOptions().setInstances(HTTP_LOOPS))
                .onSuccess(id -> stops.push(() -> vertx.undeploy(id)));
    }

    /** The manifest's; a jar that was not packaged has none. */
    private static String version() {
        var packaged = Broker.class.getPackage().getImplementationVersion();
        return packaged == null ? "dev" : packaged;
    }

    /** What runs below the routes. */
    private record Workers(Ground ground, InstanceNames names, DispatcherVerticle dispatcher) {}

    private List<Route> operations(NodeFigures figures) {
        return new OperationsRoutes(vertx, health, measures.table(), figures::runtime).list();
    }
}
