package dev.angarium.dispatch.api;

import dev.angarium.access.api.Operation;
import dev.angarium.access.once.PgChanges;
import dev.angarium.cluster.Ownership;
import dev.angarium.dispatch.node.DispatcherVerticle;
import dev.angarium.dispatch.replay.PgReplays;
import dev.angarium.pg.TenantSession;
import dev.angarium.tenant.Directory;
import dev.angarium.web.client.UrlRules;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The operations of this package, by operationId. */
public final class DispatchOperations {
    private final Parts parts;

    /**
     * What they are made of.
     *
     * @param watch has to hear of every commit of this node
     * @param longestWait of a long poll: less than the server lets a request take
     */
    public record Parts(
            Vertx vertx,
            TenantSession tenants,
            PgChanges changes,
            PgReplays replays,
            DispatcherVerticle dispatcher,
            Ownership ownership,
            Directory directory,
            DeviceWatch watch,
            UrlRules urls,
            Duration longestWait) {}

    public DispatchOperations(Parts parts) {
        this.parts = parts;
    }

    public Map<String, Operation> all() {
        var all = new HashMap<String, Operation>();
        all.putAll(new WebhookOperations(parts).all());
        all.putAll(new ReplayOperations(parts).all());
        all.putAll(new DeadLetterOperations(parts).all());
        all.putAll(new EventOperations(parts).all());
        return Map.copyOf(all);
    }
}
