package dev.angarium.web.client;

import dev.angarium.web.wire.RequestHead;
import java.time.Duration;

/**
 * A request as it will be written. Whoever makes many alike encodes what they share once and copies it; the headers are
 * the maker's responsibility, by {@link HeaderRules}.
 *
 * @param head from {@link #head}, not ended
 * @param body not changed any more
 * @param keep as of {@link OutgoingRequest}
 * @param toHead whether it is a HEAD request, whose answer has no body
 */
public record EncodedRequest(
        Target target, RequestHead head, byte[] body, Duration deadline, int keep, boolean toHead) {

    public static EncodedRequest post(Target target, RequestHead head, byte[] body, Duration deadline) {
        return new EncodedRequest(target, head, body, deadline, OutgoingRequest.HEAD, false);
    }

    /** The request line and Host, to be gone on with. */
    public static RequestHead head(String method, Target target) {
        return RequestHead.of(method, target.uri(), target.authority());
    }

    boolean needsWholeBody() {
        return keep > OutgoingRequest.HEAD;
    }
}
