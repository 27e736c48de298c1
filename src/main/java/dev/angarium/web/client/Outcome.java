package dev.angarium.web.client;

import dev.angarium.web.wire.HeaderBlock;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/**
 * What became of a request. A failed Future is a defect, never one of these. Reasons are stable short codes: {@code
 * dns}, {@code connect}, {@code tls}, {@code busy}, {@code timeout}, {@code reset}, {@code protocol}, {@code
 * refused_address}, {@code refused_header}.
 */
public sealed interface Outcome {
    /** The code, or the status in digits. */
    String reason();

    /**
     * There is a status.
     *
     * @param body its first bytes, at most as many as asked for
     * @param whole false where the body was longer, broke off or was too slow
     */
    record Answered(int status, HeaderBlock headers, Buffer body, boolean whole, long latencyNanos) implements Outcome {
        @Override
        public String reason() {
            return Integer.toString(status);
        }

        public Optional<String> retryAfter() {
            return Optional.ofNullable(headers.get(HttpHeaders.RETRY_AFTER));
        }
    }

    /** Surely no byte of it was written. */
    record NotSent(String reason) implements Outcome {}

    /** Some of it was written, and the connection broke before there was a status. */
    record Broken(String reason) implements Outcome {}

    /** The deadline passed before there was a status. */
    record TimedOut(boolean written) implements Outcome {
        @Override
        public String reason() {
            return "timeout";
        }
    }

    /** The rules forbid it; nothing was connected. */
    record Refused(String reason) implements Outcome {}
}
