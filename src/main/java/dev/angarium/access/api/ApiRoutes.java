package dev.angarium.access.api;

import dev.angarium.access.Call;
import dev.angarium.access.Caller;
import dev.angarium.access.Claim;
import dev.angarium.access.Reply;
import dev.angarium.access.door.Door;
import dev.angarium.access.door.Entry;
import dev.angarium.access.key.Keys;
import dev.angarium.access.once.PgChanges;
import dev.angarium.access.once.PgClaims;
import dev.angarium.access.rate.FailedSignIns;
import dev.angarium.access.rate.RateLimits;
import dev.angarium.web.Exchange;
import dev.angarium.web.Problem;
import dev.angarium.web.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The routes of all operations that need a key, made from the document. Safe for all event loops. */
public final class ApiRoutes {
    private static final String TENANT = "X-Tenant-Id";

    private final Door door;
    private final PgChanges changes;
    private final Repeats repeats;
    private final BodyReader bodies;
    private final int maxBody;

    /** What calls are let in, counted, audited and remembered by. */
    public record Parts(Keys keys, FailedSignIns failures, RateLimits rates, PgChanges changes, PgClaims claims) {}

    /** @param maxBody bytes: API_MAX_BODY */
    public ApiRoutes(Vertx vertx, Parts parts, int maxBody) {
        this.door = new Door(parts.keys(), parts.failures(), parts.rates());
        this.changes = parts.changes();
        this.repeats = new Repeats(parts.claims());
        this.bodies = new BodyReader(vertx, maxBody);
        this.maxBody = maxBody;
    }

    /**
     * @param operations by operationId
     * @throws IllegalStateException where an operation of the document is not there, or one there is not in the document
     */
    public List<Route> of(ApiDocument document, Map<String, Operation> operations) {
        var endpoints = document.endpoints().stream()
                .filter(endpoint -> endpoint.access() == Endpoint.Access.KEYED)
                .toList();
        requireSame(endpoints, operations);
        return endpoints.stream()
                .map(endpoint -> route(endpoint, Objects.requireNonNull(operations.get(endpoint.operationId()))))
                .toList();
    }

    private static void requireSame(List<Endpoint> endpoints, Map<String, Operation> operations) {
        var missing = new TreeSet<String>();
        endpoints.forEach(endpoint -> missing.add(endpoint.operationId()));
        var unknown = new TreeSet<>(operations.keySet());
        unknown.removeAll(missing);
        missing.removeAll(operations.keySet());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalStateException("operations that nobody serves: " + missing
                    + "; operations that the document does not have: " + unknown);
        }
    }

    private Route route(Endpoint endpoint, Operation operation) {
        return new Route(
                endpoint.method(),
                endpoint.template(),
                endpoint.mutating() ? maxBody : 0,
                exchange -> serve(exchange, endpoint, operation));
    }

    private void serve(Exchange exchange, Endpoint endpoint, Operation operation) {
        if (BodyReader.announced(exchange.headers())) {
            exchange.hold();
        }
        door.enter(exchange, Optional.ofNullable(exchange.headers().get(TENANT)))
                .compose(entered -> passage(entered).then(caller -> permitted(exchange, endpoint, caller)
                        .compose(permitted -> permitted.then(may -> read(exchange, endpoint, caller, operation)))))
                .compose(reply -> Answers.write(exchange, reply))
                .onFailure(cause -> Answers.fail(exchange, cause));
    }

    private static Passage<Caller> passage(Entry entry) {
        if (entry instanceof Entry.In in) {
            return new Passage.Open<>(in.caller());
        }
        return Passage.shut(entry instanceof Entry.Out out ? out.problem() : Problem.notFound());
    }

    /** A change that is refused leaves a trace, under the operation's name. */
    private Future<Passage<Caller>> permitted(Exchange exchange, Endpoint endpoint, Caller caller) {
        if (caller.rights().anyOf(endpoint.permissions())) {
            return Future.succeededFuture(new Passage.Open<>(caller));
        }
        var traced = endpoint.mutating()
                ? changes.refused(
                        caller, endpoint.operationId(), exchange.correlation().id())
                : Future.<Void>succeededFuture();
        return traced.map(done -> Passage.shut(Problem.forbidden()));
    }

    private Future<Reply> read(Exchange exchange, Endpoint endpoint, Caller caller, Operation operation) {
        return Queries.read(exchange.request().query(), endpoint.query())
                .then(query -> Repeats.key(endpoint, exchange.headers()).then(key -> bodies.read(exchange, endpoint)
                        .compose(read -> read.then(body -> {
                            var call = new Call(caller, exchange.correlation().id(), Optional.empty());
                            var asked = new ApiCall(call, path(exchange, endpoint), query, body.json());
                            return key.map(given -> once(
                                            exchange,
                                            given,
                                            body,
                                            caller,
                                            claim -> run(endpoint, operation, asked.holding(claim))))
                                    .orElseGet(() -> run(endpoint, operation, asked));
                        }))));
    }

    private Future<Reply> once(
            Exchange exchange, String key, BodyReader.Body body, Caller caller, Function<Claim, Future<Reply>> work) {
        var request = exchange.request();
        var hash = Repeats.hash(
                request.method().name(), request.path(), Objects.requireNonNullElse(request.query(), ""), body.bytes());
        return repeats.once(caller, key, hash, work);
    }

    private static Future<Reply> run(Endpoint endpoint, Operation operation, ApiCall asked) {
        return Future.succeededFuture(asked)
                .compose(operation::run)
                .recover(cause -> Answers.failed(endpoint.mutating(), cause));
    }

    private static Map<String, String> path(Exchange exchange, Endpoint endpoint) {
        var path = new HashMap<String, String>();
        endpoint.segments().forEach(name -> path.put(name, exchange.parameter(name)));
        return path;
    }
}
