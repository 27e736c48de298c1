package dev.angarium.access.once;

import dev.angarium.access.Claim;
import dev.angarium.access.Reply;

/** What became of an attempt to claim an Idempotency-Key. */
public sealed interface Claimed {
    /** Nobody holds it: execute, then complete or release the claim. */
    record Held(Claim claim) implements Claimed {}

    /** The call was answered before. */
    record Known(Reply reply) implements Claimed {}

    /** The same call is under way somewhere. */
    record Busy() implements Claimed {}

    /** The key belongs to another request. */
    record Other() implements Claimed {}
}
