package dev.angarium.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads whole bodies, bounded each and bounded together. What is refused is refused before it is read. */
public final class Bodies {
    private static final int FIRST_BYTES = 64 << 10;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private Bodies() {}

    /** The bytes all bodies of a node may hold at once. Called on any event loop. */
    public interface Budget {
        Budget UNLIMITED = new Budget() {
            @Override
            public boolean acquire(int bytes, int own) {
                return true;
            }

            @Override
            public void release(int bytes) {}
        };

        /**
         * True where the bytes were free; they are held until released.
         *
         * @param own bytes this body holds already: while no other holds any, it may exceed the budget
         */
        boolean acquire(int bytes, int own);

        void release(int bytes);
    }

    /** Why the body must not be read at all; null where it may. */
    static @Nullable Problem refusal(HttpServerRequest request, int limit) {
        var headers = request.headers();
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        var chunked = headers.contains(HttpHeaders.TRANSFER_ENCODING);
        if (length == null && !chunked) {
            return null;
        }
        if (length != null && chunked) {
            return Problem.badRequest("Content-Length and Transfer-Encoding exclude each other");
        }
        var encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Problem.contentEncoding();
        }
        return chunked ? chunkedRefusal(limit) : lengthRefusal(length, limit);
    }

    private static @Nullable Problem chunkedRefusal(int limit) {
        return limit == 0 ? Problem.bodyTooLarge() : null;
    }

    private static @Nullable Problem lengthRefusal(@Nullable String length, int limit) {
        try {
            return length != null && Long.parseLong(length) > limit ? Problem.bodyTooLarge() : null;
        } catch (NumberFormatException malformed) {
            return Problem.badRequest("Content-Length is not a number");
        }
    }

    /**
     * The whole body. Fails with a {@link ProblemException} where it exceeds the limit (413) or the budget (503). The
     * bytes are given back to the budget by {@link Reading#release}, or at once where reading fails.
     */
    static Reading read(HttpServerRequest request, int limit, Budget budget) {
        var reading = new Reading(request, limit, budget);
        reading.start();
        return reading;
    }

    /** One body on its way in; lives on the request's context. */
    static final class Reading {
        private final HttpServerRequest request;
        private final int limit;
        private final Budget budget;
        private final Promise<Buffer> whole = Promise.promise();
        private @Nullable Buffer soFar;
        private int announced;
        private int held;

        private Reading(HttpServerRequest request, int limit, Budget budget) {
            this.request = request;
            this.limit = limit;
            this.budget = budget;
        }

        Future<Buffer> body() {
            return whole.future();
        }

        /** Idempotent; the budget's bytes are free again. */
        void release() {
            if (held > 0) {
                budget.release(held);
                held = 0;
            }
        }

        private void start() {
            var refusal = refusal(request, limit);
            if (refusal != null) {
                whole.fail(refusal.exception());
                return;
            }
            announced = announced();
            if (!fits()) {
                whole.fail(Problem.unavailable(RETRY).exception());
                return;
            }
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                request.response().writeContinue();
            }
            request.exceptionHandler(this::fail).handler(this::take).endHandler(end -> finish());
            request.resume();
        }

        private int announced() {
            var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : Integer.parseInt(length);
        }

        /** Refuses what has no room now. Held is only what came: who announces much and sends little takes no room. */
        private boolean fits() {
            var free = hold(announced);
            release();
            return free;
        }

        private boolean hold(int bytes) {
            var free = bytes == 0 || budget.acquire(bytes, held);
            held += free ? bytes : 0;
            return free;
        }

        private void take(Buffer piece) {
            if (whole.future().isComplete()) {
                return;
            }
            var size = (soFar == null ? 0 : soFar.length()) + piece.length();
            if (size > limit) {
                fail(Problem.bodyTooLarge().exception());
            } else if (!hold(size - held)) {
                fail(Problem.unavailable(RETRY).exception());
            } else {
                append(piece);
            }
        }

        /** A body that comes in one piece is not copied; a larger one grows as it arrives, not as it was announced. */
        private void append(Buffer piece) {
            if (soFar == null) {
                soFar = piece.length() >= announced
                        ? piece
                        : Buffer.buffer(Math.min(announced, FIRST_BYTES)).appendBuffer(piece);
            } else {
                soFar.appendBuffer(piece);
            }
        }

        private void fail(Throwable cause) {
            soFar = null;
            release();
            whole.tryFail(cause);
        }

        private void finish() {
            whole.tryComplete(soFar == null ? Buffer.buffer() : soFar);
        }
    }
}
