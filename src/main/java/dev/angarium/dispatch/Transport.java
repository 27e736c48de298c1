package dev.angarium.dispatch;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Makes one POST, guarded: address checked, one total deadline, no redirects, a bounded part of the answer read. */
public interface Transport {
    Future<Answer> post(DeliveryRequest request);

    /** What came of it. A failed Future is a defect of ours. */
    sealed interface Answer {}

    /**
     * The subscriber answered.
     *
     * @param retryAfter the header as sent
     * @param head the first bytes of the body, possibly none
     */
    record Response(int status, @Nullable String retryAfter, byte[] head) implements Answer {}

    /** No answer; a short stable code says why. */
    record Failure(String code) implements Answer {}
}
