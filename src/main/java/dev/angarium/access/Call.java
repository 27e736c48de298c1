package dev.angarium.access;

import java.util.Optional;

/**
 * One call of the API, as a service sees it.
 *
 * @param correlationId of the request, for the audit
 * @param claim the Idempotency-Key it holds, where it came with one
 */
public record Call(Caller caller, String correlationId, Optional<Claim> claim) {
    public int tenantNo() {
        return caller.tenantNo();
    }

    public String tenantId() {
        return caller.tenantId();
    }

    /** The same call for another tenant: the operator works for any. */
    public Call within(int tenantNo, String tenantId) {
        return new Call(new Caller(caller.actor(), tenantNo, tenantId, caller.rights()), correlationId, claim);
    }
}
