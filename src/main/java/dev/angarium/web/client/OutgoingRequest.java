package dev.angarium.web.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/**
 * One request, whole.
 *
 * @param headers all but Host, Content-Length and hop-by-hop ones, which the client sets
 * @param deadline for all of it: connect, write, head and body of the answer
 * @param keep bytes of the answer's body that matter; reading ends there. More than {@link #HEAD} means that the caller
 *     needs the body whole and waits for it up to the deadline; else a slow body is cut after a moment
 */
public record OutgoingRequest(
        HttpMethod method, Target target, MultiMap headers, Buffer body, Duration deadline, int keep) {
    /** Enough to show in a log of deliveries. */
    public static final int HEAD = 1024;

    public static OutgoingRequest post(Target target, MultiMap headers, Buffer body, Duration deadline) {
        return new OutgoingRequest(HttpMethod.POST, target, headers, body, deadline, HEAD);
    }

    boolean needsWholeBody() {
        return keep > HEAD;
    }
}
