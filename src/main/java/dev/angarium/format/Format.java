package dev.angarium.format;

import dev.angarium.event.Event;
import dev.angarium.provider.json.JsonOut;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A shape of deliveries. */
public interface Format {
    String JSON = "application/json";

    /** As a subscription names it. */
    String name();

    byte[] render(Event event);

    /** Of one event on its own. */
    default String contentType(Event event) {
        return JSON;
    }

    /** A JSON array of rendered events. */
    default byte[] renderBatch(List<Event> events) {
        var out = new JsonOut(4096).beginArray();
        events.forEach(event -> out.splice(render(event)));
        return out.endArray().bytes();
    }

    default String batchContentType() {
        return JSON;
    }

    /** All there are, by name. */
    static Map<String, Format> all() {
        return Formats.BY_NAME;
    }

    /** Empty for an unknown name. */
    static Optional<Format> named(String name) {
        return Optional.ofNullable(Formats.BY_NAME.get(name));
    }
}
