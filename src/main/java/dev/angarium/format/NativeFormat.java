package dev.angarium.format;

import dev.angarium.event.Event;
import dev.angarium.provider.json.JsonOut;

/** The broker's own envelope: eight fields that are a public contract, {@code occurredAt}, and the event in full. */
final class NativeFormat implements Format {
    private static final int ENVELOPE = 320;

    @Override
    public String name() {
        return "native";
    }

    @Override
    public byte[] render(Event event) {
        var out = new JsonOut(event.data().length + event.raw().length + ENVELOPE).beginObject();
        out.text("id", event.id().toString())
                .text("eventType", event.type())
                .text("tenantId", event.instance().tenantId())
                .text("deviceId", event.instance().id())
                .number("timestamp", Math.floorDiv(event.occurredAt(), 1000L))
                .number("sequence", event.seq())
                .iso("receivedAt", event.receivedAt())
                .iso("occurredAt", event.occurredAt());
        StoredData.writeWithRaw(out, "data", event);
        return out.endObject().bytes();
    }
}
