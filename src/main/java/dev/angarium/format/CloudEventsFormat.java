package dev.angarium.format;

import dev.angarium.event.Event;
import dev.angarium.provider.json.JsonOut;

/**
 * Structured CloudEvents 1.0. The sequence extension is text that sorts as the number does, as its specification asks:
 * fifteen digits hold every sequence number.
 */
final class CloudEventsFormat implements Format {
    private static final int ENVELOPE = 384;
    private static final int SEQUENCE_DIGITS = 15;

    @Override
    public String name() {
        return "cloudevents";
    }

    @Override
    public byte[] render(Event event) {
        var out = new JsonOut(event.data().length + event.raw().length + ENVELOPE).beginObject();
        var chat = event.chat();
        out.text("specversion", "1.0")
                .text("id", event.id().toString())
                .text("source", "/instances/" + event.instance().id())
                .text("type", event.type())
                .text("subject", chat == null ? "" : chat)
                .iso("time", event.occurredAt())
                .text("datacontenttype", JSON)
                .text("sequence", padded(event.seq()))
                .text("tenantid", event.instance().tenantId());
        StoredData.writeWithRaw(out, "data", event);
        return out.endObject().bytes();
    }

    private static String padded(long seq) {
        var digits = Long.toString(seq);
        return "0".repeat(Math.max(0, SEQUENCE_DIGITS - digits.length())) + digits;
    }

    @Override
    public String contentType(Event event) {
        return "application/cloudevents+json";
    }

    @Override
    public String batchContentType() {
        return "application/cloudevents-batch+json";
    }
}
