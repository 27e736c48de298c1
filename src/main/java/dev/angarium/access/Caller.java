package dev.angarium.access;

/**
 * Who calls, and for which tenant.
 *
 * @param actor {@code admin} or {@code key:<id>}: what the audit names
 * @param tenantNo of the tenant the call is for
 */
public record Caller(String actor, int tenantNo, String tenantId, Rights rights) {
    public boolean operator() {
        return rights.has(Permission.TENANTS_MANAGE);
    }
}
