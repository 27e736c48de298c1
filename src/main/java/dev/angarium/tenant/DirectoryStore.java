package dev.angarium.tenant;

import dev.angarium.event.InstanceRef;
import io.vertx.core.Future;
import java.util.Optional;

/** What the directory reads where its cache has nothing. Sees every tenant. */
public interface DirectoryStore {
    Future<Optional<ConnectionRef>> byIngressKeyHash(byte[] hash);

    /** The connection that had this account first, else the provider's one from the settings. */
    Future<Optional<ConnectionRef>> byExternalId(String provider, String externalId);

    Future<Optional<ConnectionRef>> defaultOf(String provider);

    Future<Optional<InstanceRef>> instance(int connectionNo, String externalId);

    /** The instance of this account, made where there is none; callers at once get the same one. */
    Future<InstanceRef> provision(ConnectionRef connection, String externalId);

    Future<Optional<InstanceRef>> instanceByNo(int instanceNo);

    Future<Optional<InstanceRef>> instanceById(int tenantNo, String instanceId);
}
