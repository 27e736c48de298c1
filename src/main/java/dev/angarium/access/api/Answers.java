package dev.angarium.access.api;

import dev.angarium.access.Reply;
import dev.angarium.pg.PgFailure;
import dev.angarium.web.Exchange;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import java.time.Duration;

/** Writes what a call came to. */
final class Answers {
    private static final String JSON = "application/json";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private Answers() {}

    /** A reply that cannot be written fails, and so is answered as the defect it is. */
    static Future<Void> write(Exchange exchange, Reply reply) {
        if (exchange.isAnswered()) {
            return Future.succeededFuture();
        }
        reply.headers().forEach((name, value) -> exchange.response().putHeader(name, value));
        if (reply.problem()) {
            reply.body().map(body -> body.getString("code")).ifPresent(exchange.fields()::code);
        }
        reply.body()
                .ifPresentOrElse(
                        body -> exchange.answer(
                                reply.status(), reply.problem() ? Problem.CONTENT_TYPE : JSON, body.toBuffer()),
                        () -> exchange.answer(reply.status()));
        return Future.succeededFuture();
    }

    /** Before the operation ran: a database that is away is a passing trouble, and nothing was done. */
    static void fail(Exchange exchange, Throwable cause) {
        if (PgFailure.of(cause).passing()) {
            exchange.problem(Problem.unavailable(RETRY));
        } else {
            exchange.fail(cause);
        }
    }

    /** Of the operation itself: where a change may have been made before the database went away, that is told. */
    static Future<Reply> failed(boolean mutating, Throwable cause) {
        var failure = PgFailure.of(cause);
        if (!failure.passing()) {
            return Future.failedFuture(cause);
        }
        return Future.succeededFuture(Reply.of(
                mutating && !failure.surelyNotWritten() ? Problem.outcomeUnknown(RETRY) : Problem.unavailable(RETRY)));
    }
}
