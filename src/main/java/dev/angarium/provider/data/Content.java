package dev.angarium.provider.data;

import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.json.JsonOut;
import java.util.ArrayList;
import java.util.List;

/**
 * What an event says: its type (text, image, …), its text, its parts. With an {@link Origin} it becomes the data of a
 * {@link ProviderEvent}.
 */
public final class Content {
    private final List<Part> parts = new ArrayList<>(4);
    private String type = "";
    private String text = "";

    public Content type(String word) {
        this.type = word;
        return this;
    }

    public Content text(String words) {
        this.text = words;
        return this;
    }

    public Content with(Part part) {
        parts.add(part);
        return this;
    }

    public String type() {
        return type;
    }

    public String text() {
        return text;
    }

    public ProviderEvent event(String externalId, DedupeKey key, String eventType, Origin origin, byte[] raw) {
        var out = new JsonOut(512).beginObject();
        origin.writeTo(out);
        out.text("type", type).text("text", text);
        for (var part : parts) {
            part.writeTo(out);
        }
        out.endObject();
        return new ProviderEvent(
                externalId, key, out.fingerprint(), eventType, origin.chatId(), origin.occurredAt(), out.bytes(), raw);
    }
}
