package dev.angarium.format;

import dev.angarium.event.Event;
import dev.angarium.provider.json.JsonOut;
import java.util.List;

/** The provider's object and nothing else; an event of the broker's own gives its data. */
final class RawFormat implements Format {
    @Override
    public String name() {
        return "raw";
    }

    @Override
    public byte[] render(Event event) {
        return event.raw().length == 0 ? event.data() : event.raw();
    }

    @Override
    public String contentType(Event event) {
        return event.raw().length == 0 || StoredData.isJson(event) ? JSON : "application/octet-stream";
    }

    /** What is no JSON stands in the array as base64 text. */
    @Override
    public byte[] renderBatch(List<Event> events) {
        var out = new JsonOut(4096).beginArray();
        events.forEach(event -> StoredData.writeRawValue(out, event));
        return out.endArray().bytes();
    }
}
