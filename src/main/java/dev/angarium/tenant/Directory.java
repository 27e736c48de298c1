package dev.angarium.tenant;

import dev.angarium.event.InstanceRef;
import io.vertx.core.Future;
import java.util.Optional;

/** Finds who a request or an event belongs to. Cached with a bound; what is not cached is read from PostgreSQL. */
public interface Directory {
    /** By the ingress key of {@code /in/{ingressKey}}; empty for an unknown one. Unknown keys are cached, bounded. */
    Future<Optional<ConnectionRef>> byIngressKey(String ingressKey);

    /** For the fixed routes: the connection that has this account, else the provider's default connection if any. */
    Future<Optional<ConnectionRef>> byExternalId(String provider, String externalId);

    /** The connection made from the settings for this provider; empty where its secret is not set. */
    Future<Optional<ConnectionRef>> defaultOf(String provider);

    /**
     * The instance of this account. Where there is none it is made if the connection has autoProvision (many callers at
     * once get the same one); else the connection's own instance for unassigned events is meant.
     */
    Future<Assignment> instanceOf(ConnectionRef connection, String externalId);

    Future<Optional<InstanceRef>> instanceByNo(int instanceNo);

    /** A public id within a tenant. */
    Future<Optional<InstanceRef>> instanceById(int tenantNo, String instanceId);

    /** An instance, and whether it stands for an account we know. */
    record Assignment(InstanceRef instance, boolean assigned) {}
}
