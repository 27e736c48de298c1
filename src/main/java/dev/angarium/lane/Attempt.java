package dev.angarium.lane;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of an attempt.
 *
 * @param startedAt epoch milliseconds
 * @param latencyMillis until the answer or the failure
 * @param status the HTTP status; 0 where there was no answer
 * @param error a short stable code (timeout, connect, tls, refused_address, status …); null after a success
 * @param responseHead the first bytes of the answer as text, at most 1 KB; null where there was none
 */
public record Attempt(
        long startedAt, int latencyMillis, int status, @Nullable String error, @Nullable String responseHead) {}
