package dev.angarium.tenant.api;

import dev.angarium.access.Call;
import dev.angarium.access.Reply;
import dev.angarium.access.api.ApiCall;
import dev.angarium.access.api.Operation;
import dev.angarium.access.audit.PgAuditLog;
import dev.angarium.access.input.Page;
import dev.angarium.access.key.KeyStore;
import dev.angarium.tenant.account.PgApiKeys;
import dev.angarium.tenant.account.PgTenants;
import dev.angarium.tenant.connection.PgConnections;
import dev.angarium.tenant.instance.PgInstances;
import dev.angarium.tenant.webhook.PgWebhooks;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** What a tenant has, by the operation that reads or changes it. */
public final class TenantOperations {
    private static final Problem NO_HISTORY =
            Problem.of(501, "HISTORY_SYNC_UNSUPPORTED", "The provider cannot send its history again");

    private final Services services;

    /** @param tenants finds the tenant that a path names */
    public record Services(
            PgTenants accounts,
            PgApiKeys keys,
            KeyStore tenants,
            PgConnections connections,
            PgInstances instances,
            PgWebhooks webhooks,
            PgAuditLog audit) {}

    public TenantOperations(Services services) {
        this.services = services;
    }

    /** By operationId. */
    public Map<String, Operation> all() {
        var all = new HashMap<String, Operation>();
        all.putAll(accounts());
        all.putAll(connections());
        all.putAll(instances("Instance", "instanceId"));
        all.putAll(instances("Device", "deviceId"));
        all.putAll(webhooks());
        all.put("requestHistorySync", this::historySync);
        all.put("listAudit", asked -> services.audit().list(asked.call(), asked.query()));
        return Map.copyOf(all);
    }

    private Map<String, Operation> accounts() {
        var keys = services.keys();
        return Map.of(
                "listTenants",
                paged((call, page) -> services.accounts().list(page)),
                "createTenant",
                created(services.accounts()::create),
                "listKeys",
                ofTenant(paged(keys::list)),
                "createKey",
                ofTenant(created(keys::create)),
                "getKey",
                ofTenant(on("keyId", keys::get)),
                "deleteKey",
                ofTenant(on("keyId", keys::revoke)));
    }

    private Map<String, Operation> connections() {
        var connections = services.connections();
        var id = "connectionId";
        return Map.of(
                "listConnections",
                paged(connections::list),
                "createConnection",
                created(connections::create),
                "getConnection",
                on(id, connections::get),
                "updateConnection",
                with(id, connections::update),
                "deleteConnection",
                on(id, connections::delete),
                "rotateConnectionSecret",
                with(id, connections::rotateSecret));
    }

    /** The same under both of its names. */
    private Map<String, Operation> instances(String name, String id) {
        var instances = services.instances();
        return Map.of(
                "list" + name + "s",
                asked -> Page.read(asked.query())
                        .then(page -> instances.list(
                                asked.call(),
                                page,
                                Optional.ofNullable(asked.query().get("connection")))),
                "create" + name,
                created(instances::create),
                "get" + name,
                on(id, instances::get),
                "update" + name,
                with(id, instances::rename),
                "delete" + name,
                on(id, instances::delete),
                "get" + name + "Status",
                on(id, instances::status));
    }

    private Map<String, Operation> webhooks() {
        var webhooks = services.webhooks();
        var id = "webhookId";
        return Map.of(
                "listWebhooks",
                paged(webhooks::list),
                "createWebhook",
                created(webhooks::create),
                "getWebhook",
                on(id, webhooks::get),
                "replaceWebhook",
                with(id, webhooks::replace),
                "patchWebhook",
                with(id, webhooks::patch),
                "deleteWebhook",
                on(id, webhooks::delete),
                "rotateWebhookSecret",
                with(id, webhooks::rotateSecret),
                "pauseWebhook",
                on(id, webhooks::pause),
                "resumeWebhook",
                on(id, webhooks::resume));
    }

    /** No provider of today's can; which device it is about is checked all the same. */
    private Future<Reply> historySync(ApiCall asked) {
        return services.instances()
                .get(asked.call(), asked.segment("deviceId"))
                .map(found -> found.problem() ? found : Reply.of(NO_HISTORY));
    }

    /** For the tenant of the path: the caller's own, or, for the operator, any. */
    private Operation ofTenant(Operation operation) {
        return asked -> {
            var tenantId = asked.segment("tenantId");
            if (tenantId.equals(asked.call().tenantId())) {
                return operation.run(asked);
            }
            return asked.call().caller().operator()
                    ? services.tenants()
                            .tenant(tenantId)
                            .compose(no -> no.isEmpty()
                                    ? Future.succeededFuture(Reply.notFound())
                                    : operation.run(within(asked, no.getAsInt(), tenantId)))
                    : Future.succeededFuture(Reply.notFound());
        };
    }

    private static ApiCall within(ApiCall asked, int tenantNo, String tenantId) {
        return new ApiCall(asked.call().within(tenantNo, tenantId), asked.path(), asked.query(), asked.body());
    }

    private static Operation paged(BiFunction<Call, Page, Future<Reply>> list) {
        return asked -> Page.read(asked.query()).then(page -> list.apply(asked.call(), page));
    }

    private static Operation created(BiFunction<Call, JsonObject, Future<Reply>> create) {
        return asked -> create.apply(asked.call(), asked.body());
    }

    private static Operation on(String segment, BiFunction<Call, String, Future<Reply>> work) {
        return asked -> work.apply(asked.call(), asked.segment(segment));
    }

    private static Operation with(String segment, Change work) {
        return asked -> work.apply(asked.call(), asked.segment(segment), asked.body());
    }

    /** A change of one object. */
    @FunctionalInterface
    private interface Change {
        Future<Reply> apply(Call call, String id, JsonObject body);
    }
}
