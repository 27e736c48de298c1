package dev.angarium.ingress;

import dev.angarium.event.Admission;
import dev.angarium.provider.FieldProblem;
import dev.angarium.provider.Readout;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import java.time.Duration;

/** The problems that a provider may be told. Trouble of ours is 503 or 504 and nothing else. */
public final class Refusals {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private Refusals() {}

    static <T> Future<T> of(Problem problem) {
        return Future.failedFuture(problem.exception());
    }

    /** The same for a wrong signature, a missing one, and where nobody is known who could have signed. */
    static Problem signature() {
        return Problem.of(401, "INVALID_SIGNATURE", "The webhook is not signed as its connection asks");
    }

    public static Problem malformed() {
        return Problem.of(400, "MALFORMED_BODY", "The body is neither JSON nor a form");
    }

    static Problem unreadable() {
        return Problem.badRequest("The body did not arrive whole");
    }

    static Problem unavailable() {
        return Problem.unavailable(RETRY);
    }

    static Problem outcomeUnknown() {
        return Problem.outcomeUnknown(RETRY);
    }

    public static Problem invalid(Readout.Invalid invalid) {
        return Problem.invalid(
                invalid.problems().stream().map(Refusals::fieldError).toList());
    }

    private static Problem.FieldError fieldError(FieldProblem problem) {
        return new Problem.FieldError(problem.path(), problem.problem());
    }

    /** What a request is told whose worst draft was not admitted. */
    static Problem of(Admission worst) {
        return worst instanceof Admission.Busy busy
                ? Problem.unavailable(busy.retryAfter())
                : worst instanceof Admission.Unknown unknown
                        ? Problem.outcomeUnknown(unknown.retryAfter())
                        : Problem.internal();
    }
}
