package dev.angarium.web;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.observe.metrics.HttpMetrics;
import dev.angarium.time.Time;
import dev.angarium.web.address.TrustedProxies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where every request enters: gives it its identity, refuses what is malformed, finds its route, and notes its end in
 * the log and the metrics. One per event loop.
 */
public final class Gate implements Handler<HttpServerRequest> {
    private static final Log LOG = Log.of(Gate.class);
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final CharSequence CORRELATION = HttpHeaders.createOptimized(Correlation.HEADER);
    private static final CharSequence SNIFF = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");

    private static final Set<HttpMethod> KNOWN = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final RouteTable routes;
    private final Shared shared;
    private final RandomGenerator random;
    private final Map<Kind, HttpMetrics.Requests> counts = new HashMap<>();

    /** What the gates of all loops share; immutable or safe from every thread. */
    public record Shared(Time time, HttpMetrics metrics, Bodies.Budget budget, Cors cors, TrustedProxies proxies) {}

    /** @param random of this gate alone: it need not be safe for several threads */
    public Gate(RouteTable routes, Shared shared, RandomGenerator random) {
        this.routes = routes;
        this.shared = shared;
        this.random = random;
    }

    @Override
    public void handle(HttpServerRequest request) {
        var exchange = begin(request);
        try {
            pass(exchange);
        } catch (RuntimeException defect) {
            exchange.fail(defect);
        }
    }

    private Exchange begin(HttpServerRequest request) {
        var peer = request.remoteAddress();
        var identity = new Exchange.Identity(
                Correlation.of(request.headers(), random),
                Correlation.uuid(random),
                shared.proxies().client(peer == null ? "" : peer.hostAddress(), request.getHeader("X-Forwarded-For")),
                shared.time().nanos());
        var exchange = new Exchange(request, identity, shared.budget());
        request.response()
                .putHeader(REQUEST_ID, identity.requestId())
                .putHeader(CORRELATION, identity.correlation().id())
                .putHeader(SNIFF, NOSNIFF)
                .endHandler(end -> finish(exchange));
        return exchange;
    }

    private void pass(Exchange exchange) {
        var request = exchange.request();
        var refusal = RequestRules.refusal(request);
        if (refusal != null) {
            exchange.problem(refusal);
        } else if (!shared.cors().answers(request)) {
            route(exchange, routes.find(request.method(), request.path()));
        }
    }

    private static void route(Exchange exchange, RouteTable.Match match) {
        if (match instanceof RouteTable.Match.Found found) {
            enter(exchange, found);
        } else if (match instanceof RouteTable.Match.WrongMethod wrong) {
            exchange.response().putHeader(HttpHeaders.ALLOW, wrong.allowed());
            exchange.problem(Problem.methodNotAllowed());
        } else {
            exchange.problem(Problem.notFound());
        }
    }

    private static void enter(Exchange exchange, RouteTable.Match.Found found) {
        var route = found.route();
        exchange.matched(route.template(), route.maxBody(), found.parameters());
        var refusal = Bodies.refusal(exchange.request(), route.maxBody());
        if (refusal == null) {
            route.handler().handle(exchange);
        } else {
            exchange.problem(refusal);
        }
    }

    private void finish(Exchange exchange) {
        exchange.release();
        var method = method(exchange.request());
        var status = exchange.response().getStatusCode();
        var nanos = shared.time().nanos() - exchange.startedNanos();
        counts.computeIfAbsent(new Kind(method, exchange.template(), status), kind -> shared.metrics()
                        .requests(kind.method, kind.template, kind.status))
                .answeredAfter(nanos);
        if (LOG.isInfo()) {
            tell(exchange, method, status, nanos);
        }
    }

    /** A client may write any word; counted by its own name, each would be kept for good. */
    private static String method(HttpServerRequest request) {
        return KNOWN.contains(request.method()) ? request.method().name() : "other";
    }

    private static void tell(Exchange exchange, String method, int status, long nanos) {
        var line = exchange.fields();
        line.requestId(exchange.requestId())
                .correlationId(exchange.correlation().id())
                .method(method)
                .path(exchange.template())
                .status(status)
                .latencyNanos(nanos);
        trace(exchange.correlation().traceId(), line);
        if (status >= 500) {
            LOG.warn("request", line);
        } else {
            LOG.info("request", line);
        }
    }

    private static void trace(@Nullable String id, Fields line) {
        if (id != null && !id.isEmpty()) {
            line.traceId(id);
        }
    }

    private record Kind(String method, String template, int status) {}
}
