package dev.angarium.access.api;

import dev.angarium.access.Caller;
import dev.angarium.access.Claim;
import dev.angarium.access.Reply;
import dev.angarium.access.once.Claimed;
import dev.angarium.access.once.PgClaims;
import dev.angarium.crypto.Sha256;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.web.Problem;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers a call once for its Idempotency-Key. Most changes complete their claim in their own transaction; for the rest
 * it is completed here, so that every answer that is final is the one a repeat gets. An answer that is not (a failure
 * of ours, too many requests) frees the key instead.
 */
final class Repeats {
    static final String HEADER = "Idempotency-Key";

    private static final Log LOG = Log.of(Repeats.class);
    private static final int KEY_MAX = 255;
    private static final Problem BUSY = Problem.conflict(
                    "IDEMPOTENCY_KEY_BUSY", "A call with this Idempotency-Key is under way")
            .retryAfter(Duration.ofSeconds(1));
    private static final Problem OTHER =
            Problem.of(422, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another request");

    private final PgClaims claims;

    Repeats(PgClaims claims) {
        this.claims = claims;
    }

    /** The key a call came with, if it did; one that only reads needs none. */
    static Passage<Optional<String>> key(Endpoint endpoint, MultiMap headers) {
        var given = headers.getAll(HEADER);
        if (given.isEmpty() || !endpoint.mutating()) {
            return new Passage.Open<>(Optional.empty());
        }
        var key = given.get(0);
        return given.size() == 1 && isKey(key)
                ? new Passage.Open<>(Optional.of(key))
                : Passage.shut(Problem.invalid(HEADER, "must be 1 to 255 printable ASCII characters, once"));
    }

    /** Tells one request from another. A line break separates the parts: none of the first three can have one. */
    static byte[] hash(String method, String path, String query, byte[] body) {
        var request = Buffer.buffer(method + "\n" + path + "\n" + query + "\n").appendBytes(body);
        return Sha256.of(request.getBytes());
    }

    Future<Reply> once(Caller caller, String key, byte[] hash, Function<Claim, Future<Reply>> work) {
        return claims.claim(caller, key, hash).compose(claimed -> {
            if (claimed instanceof Claimed.Held held) {
                return Future.succeededFuture(held.claim())
                        .compose(work)
                        .transform(outcome -> settled(held.claim(), outcome));
            }
            if (claimed instanceof Claimed.Known known) {
                return Future.succeededFuture(known.reply().replayed());
            }
            return Future.succeededFuture(Reply.of(claimed instanceof Claimed.Busy ? BUSY : OTHER));
        });
    }

    /** What became of the call is told in any case; a claim that cannot be settled now runs out by itself. */
    private Future<Reply> settled(Claim claim, AsyncResult<Reply> outcome) {
        var settling = outcome.succeeded() && isFinal(outcome.result())
                ? claims.complete(claim, outcome.result())
                : claims.release(claim);
        return settling.onFailure(lost -> LOG.warn("an Idempotency-Key could not be settled", Fields.of()))
                .transform(settled -> outcome.succeeded()
                        ? Future.succeededFuture(outcome.result())
                        : Future.failedFuture(outcome.cause()));
    }

    private static boolean isFinal(Reply reply) {
        return reply.status() < 500 && reply.status() != 429;
    }

    private static boolean isKey(String key) {
        return !key.isEmpty()
                && key.length() <= KEY_MAX
                && key.chars().allMatch(letter -> letter >= ' ' && letter <= '~');
    }
}
