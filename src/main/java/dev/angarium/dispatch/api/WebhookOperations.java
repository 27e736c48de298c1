package dev.angarium.dispatch.api;

import static java.util.stream.Collectors.toMap;

import dev.angarium.access.Reply;
import dev.angarium.access.api.ApiCall;
import dev.angarium.access.api.Operation;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.once.Change;
import dev.angarium.access.once.PgChanges;
import dev.angarium.cluster.Ownership;
import dev.angarium.dispatch.node.DispatcherVerticle;
import dev.angarium.dispatch.node.TestResult;
import dev.angarium.dispatch.record.LaneRow;
import dev.angarium.dispatch.record.Page;
import dev.angarium.dispatch.record.PgDeliveries;
import dev.angarium.dispatch.record.PgLaneRows;
import dev.angarium.lane.LaneStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How a webhook does: a test, its attempts, its lanes. */
final class WebhookOperations {
    private final DispatcherVerticle dispatcher;
    private final Ownership ownership;
    private final PgChanges changes;
    private final PgDeliveries deliveries;
    private final PgLaneRows lanes;

    WebhookOperations(DispatchOperations.Parts parts) {
        this.dispatcher = parts.dispatcher();
        this.ownership = parts.ownership();
        this.changes = parts.changes();
        this.deliveries = new PgDeliveries(parts.tenants());
        this.lanes = new PgLaneRows(parts.tenants());
    }

    Map<String, Operation> all() {
        return Map.of("testWebhook", this::test, "listDeliveries", this::deliveries, "listLanes", this::lanes);
    }

    /** Where the path may name one. */
    static Future<Reply> ofWebhook(ApiCall call, Function<String, Future<Reply>> work) {
        var id = call.segment("webhookId");
        return PublicIds.plausible(id) ? work.apply(id) : Future.succeededFuture(Reply.notFound());
    }

    private Future<Reply> test(ApiCall call) {
        return ofWebhook(call, id -> dispatcher.test(call.call().tenantNo(), id).compose(tested -> tested.map(
                        result -> changes.done(call.call(), told(id, result)))
                .orElseGet(() -> Future.succeededFuture(Reply.notFound()))));
    }

    private static Change told(String id, TestResult result) {
        var details = new JsonObject().put("event", result.eventId()).put("delivered", result.delivered());
        return Change.of(Reply.ok(Views.test(result)), "webhook.test", "webhook:" + id, details);
    }

    private Future<Reply> deliveries(ApiCall call) {
        var query = Asked.query(call);
        var limit = Asked.limit(query);
        var after = Asked.after(query, Cursor.DELIVERIES);
        return ofWebhook(call, id -> query.end(Asked.deliveries(query)).then(filter -> deliveries
                .list(call.call().tenantNo(), id, filter, after, limit)
                .map(found -> found.map(page -> Views.page(page, Cursor.DELIVERIES, Views::delivery))
                        .orElseGet(Reply::notFound))));
    }

    private Future<Reply> lanes(ApiCall call) {
        var query = Asked.query(call);
        var limit = Asked.limit(query);
        var after = Asked.after(query, Cursor.LANES).map(Integer::parseInt).orElse(0);
        return ofWebhook(call, id -> query.end(Optional.ofNullable(Asked.word(query, "instance")))
                .then(instance -> lanes.list(call.call().tenantNo(), id, instance, after, limit)
                        .compose(found -> found.map(this::withStatus)
                                .orElseGet(() -> Future.succeededFuture(Reply.notFound())))));
    }

    /** What is in memory is ahead of what is written, and alone knows the breaker. */
    private Future<Reply> withStatus(Page<LaneRow> page) {
        if (page.rows().isEmpty()) {
            return Future.succeededFuture(Views.page(page, Cursor.LANES, row -> Views.lane(row, null, false)));
        }
        return dispatcher.status(page.rows().get(0).consumer()).map(inMemory -> {
            Map<Integer, LaneStatus> byInstance = inMemory.stream()
                    .collect(toMap(status -> status.lane().instanceNo(), Function.identity(), (one, other) -> one));
            var held = ownership.held();
            return Views.page(
                    page,
                    Cursor.LANES,
                    row -> Views.lane(
                            row,
                            byInstance.get(row.instanceNo()),
                            held.contains(ownership.partitions().of(row.instanceNo()))));
        });
    }
}
