package dev.angarium.access.api;

import dev.angarium.access.Reply;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import java.util.function.Function;

/** One step on the way to an operation: it goes on with what was found, or the call is answered here. */
sealed interface Passage<T> {
    record Open<T>(T found) implements Passage<T> {}

    record Shut<T>(Reply reply) implements Passage<T> {}

    static <T> Passage<T> shut(Problem problem) {
        return new Shut<>(Reply.of(problem));
    }

    default Future<Reply> then(Function<T, Future<Reply>> next) {
        if (this instanceof Open<T> open) {
            return next.apply(open.found());
        }
        return Future.succeededFuture(((Shut<T>) this).reply());
    }
}
