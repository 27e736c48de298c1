package dev.angarium.ingress;

import dev.angarium.ingress.limit.Inquiry;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.pg.PgFailure;
import dev.angarium.provider.Providers;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.meta.MetaChallenge;
import dev.angarium.tenant.ConnectionRef;
import dev.angarium.web.Exchange;
import dev.angarium.web.Problem;
import dev.angarium.web.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Meta's check that an address is ours: the bare challenge, or 403. */
final class Challenge {
    private static final Log LOG = Log.of(Challenge.class);
    private static final String PLAIN = "text/plain";

    private final Desk desk;

    Challenge(Desk desk) {
        this.desk = desk;
    }

    void overOwnAddress(Exchange exchange) {
        answer(
                exchange,
                new Inquiry(desk.directory()).byIngressKey(exchange.parameter(IngressRoutes.KEY)),
                Problem.notFound());
    }

    void overFixedRoute(Exchange exchange) {
        answer(exchange, new Inquiry(desk.directory()).claimant(Providers.META, ""), Problem.forbidden());
    }

    private void answer(Exchange exchange, Future<Optional<ConnectionRef>> asked, Problem unknown) {
        asked.onSuccess(found -> found.ifPresentOrElse(
                        connection -> answer(exchange, connection), () -> exchange.problem(unknown)))
                .onFailure(failure -> exchange.problem(
                        failure instanceof ProblemException expected
                                ? expected.problem()
                                : trouble(exchange, failure)));
    }

    private static Problem trouble(Exchange exchange, Throwable cause) {
        if (!PgFailure.of(cause).passing()) {
            LOG.error(
                    "a challenge could not be answered",
                    Fields.of().requestId(exchange.requestId()).path(exchange.template()),
                    cause);
        }
        return Refusals.unavailable();
    }

    private void answer(Exchange exchange, ConnectionRef connection) {
        exchange.fields().tenantId(connection.tenantId()).connectionId(connection.id());
        connection
                .verifyToken()
                .flatMap(token -> MetaChallenge.answer(webhook(exchange), token))
                .ifPresentOrElse(
                        challenge -> exchange.answer(200, PLAIN, Buffer.buffer(challenge)),
                        () -> exchange.problem(Problem.forbidden()));
    }

    private Webhook webhook(Exchange exchange) {
        return new Webhook(
                "GET",
                exchange.request().uri(),
                List.of(),
                exchange.headers()::getAll,
                new Query(exchange.request()),
                "",
                new byte[0],
                desk.time().millis(),
                exchange.correlation().id());
    }
}
