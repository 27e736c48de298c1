package dev.angarium;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.angarium.ingress.limit.ByteBudget;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.observe.metrics.HttpMetrics;
import dev.angarium.settings.Environment;
import dev.angarium.settings.Settings;
import dev.angarium.time.Time;
import dev.angarium.web.Bodies;
import dev.angarium.web.ConnectionRoom;
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
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP servers of a node: the public one, and where MANAGEMENT_PORT is set one for operators. */
final class Servers {
    private static final Log LOG = Log.of(Servers.class);

    /** Of MAX_CONNECTIONS, for a management port: a crowd at the public one must not shut it. */
    private static final int OPERATORS_SHARE = 16;

    private final Vertx vertx;
    private final Settings settings;
    private final Time time;
    private final HttpMetrics metrics;
    private final SecureRandom random;
    private final Bodies.Budget budget;
    private final ConnectionRoom room;
    private final ConnectionRoom operatorsRoom;
    private final AtomicInteger port = new AtomicInteger();
    private final Deque<String> deployed = new ArrayDeque<>();

    Servers(Vertx vertx, Settings settings, Time time, HttpMetrics metrics, SecureRandom random) {
        this.vertx = vertx;
        this.settings = settings;
        this.time = time;
        this.metrics = metrics;
        this.random = random;
        this.budget = new ByteBudget(settings.pipeline().maxBytes());
        var most = most(settings.server().maxConnections());
        this.room = new ConnectionRoom(most, metrics);
        this.operatorsRoom = new ConnectionRoom(Math.max(1, most / OPERATORS_SHARE), metrics);
    }

    /** Where the public one listens, once started. */
    int port() {
        return port.get();
    }

    String baseUrl() {
        return settings.server().baseUrl(port.get());
    }

    /** @param operations go to the management port where there is one */
    Future<?> start(List<Route> routes, List<Route> operations) {
        var apart = settings.server().managementPort().isPresent();
        var table = new RouteTable().add(routes).add(apart ? List.of() : operations);
        if (settings.node().environment() == Environment.DEV) {
            table.add(new DevReceiver(vertx, time).routes());
        }
        return serve(ServerSockets.main(settings.server()), table, room, port)
                .compose(listening -> apart ? serveManagement(operations) : Future.succeededFuture());
    }

    /** Takes no new connection; what is under way is answered. */
    Future<?> stop() {
        return Future.join(deployed.stream().map(vertx::undeploy).toList());
    }

    /** The log, PostgreSQL and subscribers need descriptors too. */
    private static int most(int wanted) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        var descriptors =
                system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : Integer.MAX_VALUE;
        var most = (int) Math.min(wanted, descriptors / 5 * 4);
        if (most < wanted) {
            LOG.warn(
                    "too few descriptors for MAX_CONNECTIONS, so many are held",
                    Fields.of().count(most));
        }
        return most;
    }

    private static int oneForEachCore() {
        return Runtime.getRuntime().availableProcessors();
    }

    private Future<String> serveManagement(List<Route> operations) {
        var table = new RouteTable().add(operations);
        return serve(ServerSockets.management(settings.server()), table, operatorsRoom, new AtomicInteger());
    }

    private Future<String> serve(
            HttpServerOptions options, RouteTable routes, ConnectionRoom places, AtomicInteger bound) {
        var shared = new Gate.Shared(
                time,
                metrics,
                budget,
                new Cors(settings.server().corsAllowedOrigins()),
                new TrustedProxies(settings.server().trustedProxies()));
        return vertx.deployVerticle(
                        () -> new HttpVerticle(
                                options,
                                () -> new Gate(routes, shared, new SplittableRandom(random.nextLong())),
                                HttpLimits.of(settings.server()),
                                places,
                                time,
                                bound::set),
                        new DeploymentOptions().setInstances(oneForEachCore()))
                .onSuccess(deployed::add);
    }
}
