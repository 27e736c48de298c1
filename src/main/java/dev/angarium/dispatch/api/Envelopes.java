package dev.angarium.dispatch.api;

import dev.angarium.event.Event;
import dev.angarium.format.Format;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Events as a delivery in format native shows them; large ones are read off the event loop. */
final class Envelopes {
    private static final Format NATIVE = Format.named("native").orElseThrow();
    private static final int LOOP_BYTES = 64 << 10;
    /** As base64 text a larger one would be more than the reader of JSON takes; a delivery carries it all the same. */
    private static final int RAW_BYTES = 8 << 20;

    private static final byte[] NO_RAW = {};

    private final Vertx vertx;

    Envelopes(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<JsonObject> of(Event event) {
        return of(List.of(event)).map(one -> one.get(0));
    }

    Future<List<JsonObject>> of(List<Event> events) {
        var bytes = events.stream().mapToLong(Event::weight).sum();
        return bytes <= LOOP_BYTES
                ? Future.succeededFuture(read(events))
                : vertx.executeBlocking(() -> read(events), false);
    }

    private static List<JsonObject> read(List<Event> events) {
        return events.stream()
                .map(event -> new JsonObject(Buffer.buffer(NATIVE.render(readable(event)))))
                .toList();
    }

    private static Event readable(Event event) {
        return event.raw().length <= RAW_BYTES
                ? event
                : new Event(
                        event.instance(),
                        event.seq(),
                        event.type(),
                        event.chat(),
                        event.receivedAt(),
                        event.occurredAt(),
                        event.correlationId(),
                        event.data(),
                        NO_RAW);
    }
}
