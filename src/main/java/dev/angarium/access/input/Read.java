package dev.angarium.access.input;

import dev.angarium.access.Reply;
import dev.angarium.web.Problem;
import dev.angarium.web.Problem.FieldError;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** What reading came to: the thing, or all that is wrong with it. */
public sealed interface Read<T> {
    /** Goes on with the thing, or answers with the problems. */
    default Future<Reply> then(Function<T, Future<Reply>> work) {
        if (this instanceof Good<T> good) {
            return work.apply(good.value());
        }
        return Future.succeededFuture(Reply.of(((Bad<T>) this).problem()));
    }

    record Good<T>(T value) implements Read<T> {}

    record Bad<T>(List<FieldError> problems) implements Read<T> {
        public Problem problem() {
            return Problem.invalid(problems);
        }
    }
}
