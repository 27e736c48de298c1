package dev.angarium.sequencer.api;

import dev.angarium.access.Reply;
import dev.angarium.access.api.ApiCall;
import dev.angarium.access.api.Operation;
import dev.angarium.access.input.Fields;
import dev.angarium.access.input.PublicIds;
import dev.angarium.access.input.Read;
import dev.angarium.access.input.Waits;
import dev.angarium.event.InstanceRef;
import dev.angarium.sequencer.Buffers;
import dev.angarium.tenant.Directory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The operations of this package, by operationId. */
public final class BufferOperations {
    private static final int FULLEST = 20;

    private final Parts parts;

    /**
     * What they are made of.
     *
     * @param capacity EVENT_BUFFER_SIZE
     * @param longestWait of a flush: less than the server lets a request take
     */
    public record Parts(Buffers buffers, Directory directory, int capacity, Duration longestWait) {}

    public BufferOperations(Parts parts) {
        this.parts = parts;
    }

    public Map<String, Operation> all() {
        return Map.of(
                "getInstanceBuffer", this::get,
                "flushInstance", this::flush,
                "flushAll", this::flushAll,
                "listBuffers", call -> list());
    }

    private Future<Reply> get(ApiCall call) {
        return ofInstance(call, instance -> parts.buffers()
                .of(instance.no())
                .map(found -> Reply.ok(view(
                        found.orElseGet(() -> new Buffers.View(instance.no(), parts.capacity(), 0, 0, 0)),
                        Optional.of(instance.id())))));
    }

    private Future<Reply> flush(ApiCall call) {
        return wait(call)
                .then(wait -> ofInstance(
                        call,
                        instance -> parts.buffers().flush(instance.no(), wait).compose(flushed -> parts.buffers()
                                .of(instance.no())
                                .map(left -> flushed(
                                        flushed, left.map(Buffers.View::size).orElse(0))))));
    }

    private Future<Reply> flushAll(ApiCall call) {
        return wait(call).then(wait -> parts.buffers()
                .flushAll(wait)
                .compose(flushed -> parts.buffers().sum(0).map(left -> flushed(flushed, left.size()))));
    }

    private Read<Duration> wait(ApiCall call) {
        var query = Fields.of(new JsonObject(new HashMap<>(call.query())));
        return query.end(Waits.of(query, "wait", parts.longestWait()).orElse(parts.longestWait()));
    }

    private static Reply flushed(Buffers.Flushed flushed, int left) {
        return Reply.ok(new JsonObject().put("flushed", flushed.complete()).put("size", left));
    }

    private Future<Reply> list() {
        return parts.buffers().sum(FULLEST).compose(sum -> Future.all(
                        sum.fullest().stream().map(this::named).toList())
                .map(all -> Reply.ok(new JsonObject()
                        .put("capacity", (long) parts.capacity() * sum.instances())
                        .put("size", sum.size())
                        .put("rejectedEvents", sum.rejectedEvents())
                        .put("totalEvents", sum.totalEvents())
                        .put("fullest", new JsonArray(List.copyOf(all.<JsonObject>list()))))));
    }

    private Future<JsonObject> named(Buffers.View buffer) {
        return parts.directory()
                .instanceByNo(buffer.instanceNo())
                .map(instance -> view(buffer, instance.map(InstanceRef::id)));
    }

    private static JsonObject view(Buffers.View buffer, Optional<String> instanceId) {
        var view = new JsonObject();
        instanceId.ifPresent(id -> view.put("instanceId", id));
        return view.put("capacity", buffer.capacity())
                .put("size", buffer.size())
                .put("rejectedEvents", buffer.rejectedEvents())
                .put("totalEvents", buffer.totalEvents());
    }

    private Future<Reply> ofInstance(ApiCall call, Function<InstanceRef, Future<Reply>> work) {
        var id = call.segment("instanceId");
        if (!PublicIds.plausible(id)) {
            return Future.succeededFuture(Reply.notFound());
        }
        return parts.directory().instanceById(call.call().tenantNo(), id).compose(found -> found.map(work)
                .orElseGet(() -> Future.succeededFuture(Reply.notFound())));
    }
}
