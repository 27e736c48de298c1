package dev.angarium.event;

/**
 * One WhatsApp number under a connection, as the pipeline knows it.
 *
 * @param no the small number used in hot tables; unique in the database, never reused
 * @param id the public id, called deviceId in deliveries
 * @param tenantNo the tenant's small number
 * @param tenantId the tenant's public id
 */
public record InstanceRef(int no, String id, int tenantNo, String tenantId) {
    public InstanceRef {
        if (no < 1 || tenantNo < 1 || id.isEmpty() || tenantId.isEmpty()) {
            throw new IllegalArgumentException("an instance has numbers from 1 and ids");
        }
    }
}
