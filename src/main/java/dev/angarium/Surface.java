package dev.angarium;

import dev.angarium.access.api.ApiDocument;
import dev.angarium.access.api.ApiRoutes;
import dev.angarium.access.api.Operation;
import dev.angarium.access.audit.PgAuditLog;
import dev.angarium.access.door.Door;
import dev.angarium.access.key.Keys;
import dev.angarium.access.key.PgKeyStore;
import dev.angarium.access.once.PgChanges;
import dev.angarium.access.once.PgClaims;
import dev.angarium.access.rate.ConnectionRates;
import dev.angarium.access.rate.FailedSignIns;
import dev.angarium.access.rate.RateLimits;
import dev.angarium.dispatch.api.DeviceWatch;
import dev.angarium.dispatch.api.DispatchOperations;
import dev.angarium.dispatch.node.DispatcherVerticle;
import dev.angarium.dispatch.replay.PgReplays;
import dev.angarium.event.EventSink;
import dev.angarium.eventlog.PgEventReader;
import dev.angarium.inbox.simple.PgSimpleMessages;
import dev.angarium.inbox.simple.PgSimpleReads;
import dev.angarium.inbox.simple.SimpleProgress;
import dev.angarium.inbox.simple.SimpleRoutes;
import dev.angarium.ingress.IngressRoutes;
import dev.angarium.ingress.limit.Workbench;
import dev.angarium.ingress.normalise.NormaliseOperations;
import dev.angarium.ingress.normalise.Normaliser;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.registry.Readers;
import dev.angarium.sequencer.Buffers;
import dev.angarium.sequencer.api.BufferOperations;
import dev.angarium.settings.Settings;
import dev.angarium.tenant.account.PgApiKeys;
import dev.angarium.tenant.account.PgTenants;
import dev.angarium.tenant.api.TenantOperations;
import dev.angarium.tenant.connection.ConnectionRules;
import dev.angarium.tenant.connection.PgConnections;
import dev.angarium.tenant.connection.RefusedBodies;
import dev.angarium.tenant.instance.PgInstanceFigures;
import dev.angarium.tenant.instance.PgInstances;
import dev.angarium.tenant.webhook.PgWebhooks;
import dev.angarium.tenant.webhook.WebhookRules;
import dev.angarium.web.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** All that a caller can reach but the operator's own routes: ingress, the tenant API, the simple message API. */
record Surface(
        Vertx vertx, Ground ground, Measures measures, Below below, SecureRandom random, Supplier<String> baseUrl) {
    private static final Set<String> WEBHOOK_CHANGES = Set.of(
            "createWebhook",
            "replaceWebhook",
            "patchWebhook",
            "deleteWebhook",
            "rotateWebhookSecret",
            "pauseWebhook",
            "resumeWebhook");

    /** The workers the routes lead to. */
    record Below(
            EventSink sink,
            Buffers buffers,
            DispatcherVerticle dispatcher,
            DeviceWatch devices,
            PgSimpleMessages messages,
            SimpleProgress progress,
            RefusedBodies refusedBodies) {}

    /** @param document loaded off the event loop */
    List<Route> routes(ApiDocument document) {
        var database = ground.database();
        var time = ground.time();
        var claims = new PgClaims(database.tenants(), ground.vault(), time);
        var changes = new PgChanges(database.tenants(), ground.audit(), claims);
        var keys = new Keys(
                new PgKeyStore(database.api()), settings().security().adminKey().orElse(""), time);
        ground.notices().onKey(keys::forget);
        var doors = new ApiRoutes.Parts(
                keys, new FailedSignIns(time), new RateLimits(settings().rates(), time), changes, claims);
        var routes = new ArrayList<Route>();
        routes.add(document.route());
        routes.addAll(new ApiRoutes(vertx, doors, settings().server().apiMaxBody()).of(document, operations(changes)));
        routes.addAll(ingress());
        routes.addAll(simple(doors));
        return routes;
    }

    private Map<String, Operation> operations(PgChanges changes) {
        var operations = new HashMap<String, Operation>();
        operations.putAll(new TenantOperations(tenantServices(changes)).all());
        WEBHOOK_CHANGES.forEach(id -> operations.computeIfPresent(id, (same, change) -> thenShown(change)));
        operations.putAll(new DispatchOperations(new DispatchOperations.Parts(
                        vertx,
                        ground.database().tenants(),
                        changes,
                        replays(changes),
                        below.dispatcher(),
                        ground.ownership(),
                        ground.directory(),
                        below.devices(),
                        ground.urls(),
                        longestWait()))
                .all());
        operations.putAll(new BufferOperations(new BufferOperations.Parts(
                        below.buffers(),
                        ground.directory(),
                        settings().pipeline().bufferSize(),
                        longestWait()))
                .all());
        operations.putAll(
                new NormaliseOperations(new Normaliser(readers()), new Workbench(vertx), ground.time()).all());
        return operations;
    }

    private Readers readers() {
        return new Readers(JsonLimits.DEFAULT, settings().providers().rawFallback());
    }

    /** Whoever was told of a change must not see an attempt by the old rules after it, at least of this node. */
    private Operation thenShown(Operation change) {
        return call -> change.run(call)
                .compose(reply -> below.dispatcher().shown().transform(done -> Future.succeededFuture(reply)));
    }

    /** Of a flush or a long poll: the answer has to go out within the request's own limit. */
    private Duration longestWait() {
        return settings().server().requestTimeout().dividedBy(2);
    }

    private PgReplays replays(PgChanges changes) {
        return new PgReplays(
                ground.database().tenants(),
                changes,
                ground.ownership().partitions(),
                ground.time(),
                random,
                settings().delivery().replayEnabled());
    }

    private TenantOperations.Services tenantServices(PgChanges changes) {
        var tenants = ground.database().tenants();
        var pipeline = ground.database().pipeline();
        var time = ground.time();
        var ids = ground.ids();
        return new TenantOperations.Services(
                new PgTenants(tenants, changes, ids, time),
                new PgApiKeys(tenants, changes, ground.secrets(), ids, ground.notices(), time),
                new PgKeyStore(ground.database().api()),
                new PgConnections(
                        tenants,
                        changes,
                        new PgConnections.Makings(
                                ground.seals(),
                                ground.secrets(),
                                ids,
                                new ConnectionRules(ground.urls()),
                                time,
                                baseUrl),
                        ground.notices()),
                new PgInstances(
                        tenants,
                        changes,
                        new PgInstanceFigures(new PgEventReader(pipeline), pipeline),
                        ids,
                        ground.notices(),
                        time),
                new PgWebhooks(
                        tenants,
                        changes,
                        new PgWebhooks.Makings(
                                ground.seals(),
                                ground.secrets(),
                                ids,
                                new WebhookRules(
                                        ground.urls(), settings().delivery().webhookTimeout()),
                                time),
                        ground.subscriptionNotices()),
                new PgAuditLog(tenants));
    }

    private List<Route> ingress() {
        return new IngressRoutes(
                        new IngressRoutes.Parts(
                                vertx,
                                ground.directory(),
                                readers(),
                                below.sink(),
                                new ConnectionRates(settings().rates(), ground.time()),
                                measures.families().http(),
                                measures.families().pipeline(),
                                below.refusedBodies()::tooLarge,
                                baseUrl,
                                ground.time()),
                        new IngressRoutes.Limits(
                                settings().pipeline().maxBytes(),
                                settings().server().ingressMaxBody(),
                                IngressRoutes.Limits.PATIENCE,
                                settings().simpleApi().enabled()))
                .list();
    }

    private List<Route> simple(ApiRoutes.Parts doors) {
        return new SimpleRoutes(
                        new SimpleRoutes.Parts(
                                ground.directory(),
                                new PgEventReader(ground.database().pipeline()),
                                below.messages(),
                                new PgSimpleReads(ground.database().tenants()),
                                below.progress(),
                                new Door(doors.keys(), doors.failures(), doors.rates())),
                        settings().simpleApi())
                .routes();
    }

    private Settings settings() {
        return ground.settings();
    }
}
