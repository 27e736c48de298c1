package dev.angarium.web.client;

import dev.angarium.web.wire.HeaderName;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;

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

    private static final List<CharSequence> OURS = List.of(
            HttpHeaders.HOST, HttpHeaders.CONTENT_LENGTH, HttpHeaders.CONNECTION, HttpHeaders.TRANSFER_ENCODING);

    public static OutgoingRequest post(Target target, MultiMap headers, Buffer body, Duration deadline) {
        return new OutgoingRequest(HttpMethod.POST, target, headers, body, deadline, HEAD);
    }

    /** Whether it sets a header that is the client's. */
    boolean setsOurs() {
        for (var name : OURS) {
            if (headers.contains(name)) {
                return true;
            }
        }
        return false;
    }

    EncodedRequest encoded() {
        var head = EncodedRequest.head(method.name(), target);
        for (var header : headers) {
            head.add(HeaderName.of(header.getKey()), header.getValue());
        }
        return new EncodedRequest(target, head, body.getBytes(), deadline, keep, method.equals(HttpMethod.HEAD));
    }
}
