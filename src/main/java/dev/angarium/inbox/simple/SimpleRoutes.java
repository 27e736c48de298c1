package dev.angarium.inbox.simple;

import dev.angarium.access.door.Door;
import dev.angarium.access.input.Read;
import dev.angarium.event.EventReader;
import dev.angarium.event.InstanceRef;
import dev.angarium.pg.PgFailure;
import dev.angarium.provider.simple.SimpleReader;
import dev.angarium.settings.SimpleApiSettings;
import dev.angarium.tenant.Directory;
import dev.angarium.tenant.connection.PgDefaults;
import dev.angarium.web.Exchange;
import dev.angarium.web.Problem;
import dev.angarium.web.Route;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code GET /messages} and {@code GET /stats}. Shared by all event loops. */
public final class SimpleRoutes {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Directory directory;
    private final PgSimpleReads reads;
    private final Freshness freshness;
    private final SimpleDoor door;
    private final boolean enabled;

    /** Needed from outside; messages and progress are the projection's. */
    public record Parts(
            Directory directory,
            EventReader log,
            PgSimpleMessages messages,
            PgSimpleReads reads,
            SimpleProgress progress,
            Door door) {}

    public SimpleRoutes(Parts parts, SimpleApiSettings settings) {
        this.directory = parts.directory();
        this.reads = parts.reads();
        this.freshness = new Freshness(parts.log(), parts.messages(), parts.progress());
        this.door = new SimpleDoor(parts.door(), settings.open());
        this.enabled = settings.enabled();
    }

    /** None where the simple API is switched off. */
    public List<Route> routes() {
        return enabled
                ? List.of(
                        Route.get("/messages", exchange -> enter(exchange, this::messages)),
                        Route.get("/stats", exchange -> enter(exchange, this::stats)))
                : List.of();
    }

    /** Lets in, answers, and tells a database that is away from a defect. */
    private void enter(Exchange exchange, Function<MultiMap, Future<Answer>> work) {
        door.refusal(exchange)
                .compose(refusal -> refusal.<Future<Answer>>map(problem -> Future.succeededFuture(new Refused(problem)))
                        .orElseGet(() -> answer(exchange, work)))
                .onSuccess(answer -> answer.write(exchange))
                .onFailure(failure -> fail(exchange, failure));
    }

    private Future<Answer> answer(Exchange exchange, Function<MultiMap, Future<Answer>> work) {
        return query(exchange)
                .map(work)
                .orElseGet(() -> Future.succeededFuture(
                        new Refused(Problem.badRequest("The query of the address is malformed"))));
    }

    private Future<Answer> messages(MultiMap query) {
        var read = SimpleQuery.read(query);
        if (read instanceof Read.Good<SimpleQuery> good) {
            return fresh().compose(instance -> reads.page(instance, good.value()))
                    .map(Shown::new);
        }
        return Future.succeededFuture(new Refused(((Read.Bad<SimpleQuery>) read).problem()));
    }

    private Future<Answer> stats(MultiMap query) {
        var problems = SimpleQuery.unknown(query, Set.of());
        return problems.isEmpty()
                ? fresh().compose(reads::stats).map(Shown::new)
                : Future.succeededFuture(new Refused(Problem.invalid(problems)));
    }

    /** The API's one instance, its read model as fresh as can be had. */
    private Future<InstanceRef> fresh() {
        return instance().compose(instance -> freshness.of(instance).map(instance));
    }

    /** It is made at the start, before any route is mounted. */
    private Future<InstanceRef> instance() {
        return directory
                .defaultOf(PgDefaults.SIMPLE)
                .map(found -> found.orElseThrow(() -> new IllegalStateException("the simple connection is missing")))
                .compose(connection -> directory.instanceOf(connection, SimpleReader.ACCOUNT))
                .map(Directory.Assignment::instance);
    }

    /** Empty where an escape in it is broken. */
    private static Optional<MultiMap> query(Exchange exchange) {
        try {
            return Optional.of(exchange.request().params());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static void fail(Exchange exchange, Throwable failure) {
        if (PgFailure.of(failure).passing()) {
            exchange.problem(Problem.unavailable(AGAIN));
        } else {
            exchange.fail(failure);
        }
    }

    /** What a read comes to. */
    private sealed interface Answer {
        void write(Exchange exchange);
    }

    private record Shown(JsonObject body) implements Answer {
        @Override
        public void write(Exchange exchange) {
            exchange.json(200, body.toBuffer());
        }
    }

    private record Refused(Problem problem) implements Answer {
        @Override
        public void write(Exchange exchange) {
            exchange.problem(problem);
        }
    }
}
