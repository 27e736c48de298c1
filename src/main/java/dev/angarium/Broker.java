package dev.angarium;

import dev.angarium.cluster.OwnershipMetrics;
import dev.angarium.cluster.PgPartitionOwners;
import dev.angarium.cluster.SoloOwnership;
import dev.angarium.crypto.MasterKey;
import dev.angarium.crypto.Opened;
import dev.angarium.crypto.SealedPlace;
import dev.angarium.crypto.Secrets;
import dev.angarium.crypto.Vault;
import dev.angarium.event.Partitions;
import dev.angarium.eventlog.EventLogMetrics;
import dev.angarium.eventlog.PgLogPartitions;
import dev.angarium.eventlog.Retention;
import dev.angarium.lane.progress.PgLaneJobs;
import dev.angarium.observe.Health;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.observe.log.Logging;
import dev.angarium.observe.metrics.HttpMetrics;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.pg.Database;
import dev.angarium.pg.StartRefused;
import dev.angarium.settings.Settings;
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
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
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
    private final SecureRandom random = new SecureRandom();
    private final MetricTable metrics;
    private final Health health;
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();
    /** The last started is the first to stop. */
    private final Deque<Supplier<Future<?>>> stops = new ConcurrentLinkedDeque<>();

    private Broker(Settings settings, Vertx vertx) {
        this.settings = settings;
        this.vertx = vertx;
        this.time = new VertxTime(vertx);
        this.metrics =
                new MetricTable(settings.metrics().prefix(), settings.metrics().maxInstances());
        this.health = new Health(time);
    }

    /** Fails with {@link StartRefused} or {@link HttpVerticle.ListenRefused} where one line explains it. */
    public static Future<Broker> start(Settings settings) {
        new Logging().level(settings.node().logLevel());
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var broker = new Broker(settings, vertx);
        return broker.openDatabase()
                .compose(broker::own)
                .compose(broker::retain)
                .compose(broker::listen)
                .map(broker)
                .recover(failure -> broker.stop().transform(stopped -> Future.failedFuture(failure)));
    }

    /** Where it listens, also where PORT was 0. */
    public int port() {
        return port.get();
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

    private Future<Database> openDatabase() {
        var vault = vault();
        var surroundings = new Database.Surroundings(
                plain -> vault.seal(LOGINS, plain), bytes -> unsealed(vault, bytes), this::embeddedChanged);
        return Database.open(vertx, settings.database(), surroundings).onSuccess(database -> {
            stops.push(database::close);
            health.ready("database", () -> database.reachable().map(true));
            database.warnings().forEach(warning -> LOG.warn("the database roles are not as they should be"));
        });
    }

    private Vault vault() {
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

    private Future<Database> own(Database database) {
        var ownership = new SoloOwnership(
                vertx,
                new Partitions(settings.partitions()),
                new PgPartitionOwners(database.pipeline()),
                settings.node().name(),
                time,
                OwnershipMetrics.NONE);
        return ownership.claim().map(claimed -> {
            stops.push(ownership::release);
            health.ready(
                    "partitions", () -> Future.succeededFuture(ownership.held().size() == settings.partitions()));
            return database;
        });
    }

    private Future<Void> retain(Database database) {
        var retention = new Retention(
                new PgLogPartitions(database.pipeline()),
                new PgLaneJobs(database.pipeline())::mayDrop,
                settings.retention(),
                time,
                EventLogMetrics.NONE);
        stops.push(() -> {
            retention.stop();
            return Future.succeededFuture();
        });
        return retention.start();
    }

    private Future<?> listen(Void retained) {
        health.ready("stopping", () -> Future.succeededFuture(!stopping.get()));
        var apart = settings.server().managementPort().isPresent();
        var publicRoutes = new RouteTable().add(apart ? List.of() : operations());
        return serve(ServerSockets.main(settings.server()), publicRoutes, port)
                .compose(listening -> apart ? serveManagement() : Future.succeededFuture());
    }

    private Future<String> serveManagement() {
        return serve(
                ServerSockets.management(settings.server()), new RouteTable().add(operations()), new AtomicInteger());
    }

    private Future<String> serve(HttpServerOptions options, RouteTable routes, AtomicInteger bound) {
        var shared = new Gate.Shared(
                time,
                new HttpMetrics(metrics),
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

    private List<Route> operations() {
        return new OperationsRoutes(vertx, health, metrics, JsonObject::new).list();
    }
}
