package dev.angarium.access;

/**
 * An Idempotency-Key held for one execution.
 *
 * @param tenantNo of the caller's own tenant, whatever tenant the call is about
 * @param requestHash over method, path and body
 * @param until the end of the claim, epoch milliseconds; also tells this execution from a later one
 */
public record Claim(int tenantNo, String tenantId, String actor, String key, byte[] requestHash, long until) {}
