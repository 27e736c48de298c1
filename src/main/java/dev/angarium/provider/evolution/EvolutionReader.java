package dev.angarium.provider.evolution;

import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.baileys.BaileysEvents;
import dev.angarium.provider.baileys.BaileysSource;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.json.Json;
import java.util.List;

/** Reads Evolution's webhooks. What is not known is kept under Evolution's own name, one event an element. */
public final class EvolutionReader implements Reader {
    private final JsonBody body;

    public EvolutionReader(JsonBody body) {
        this.body = body;
    }

    @Override
    public Readout read(Webhook webhook) {
        return body.read(webhook, root -> events(webhook, root));
    }

    private static List<ProviderEvent> events(Webhook webhook, Json root) {
        var name = name(webhook, root);
        if (!root.isObject() || name.isEmpty()) {
            return List.of();
        }
        var data = root.get("data");
        var source = source(webhook, root, data);
        if (data.elements().isEmpty()) { // the body itself is all there is to keep
            return List.of(source.frame(name, root));
        }
        return BaileysEvents.of(source, name, data);
    }

    /** Evolution's own spelling, whichever of the three ways the name came. */
    private static String name(Webhook webhook, Json root) {
        var event = root.get("event").text();
        var segments = webhook.suffix();
        var word = event.isEmpty() && !segments.isEmpty() ? segments.get(segments.size() - 1) : event;
        return BaileysEvents.name(word);
    }

    private static BaileysSource source(Webhook webhook, Json root, Json data) {
        var top = root.get("instance");
        var named = top.isObject() ? top.either("instanceName", "name").scalar() : top.scalar();
        var instance = named.isEmpty() ? data.get("instance").text() : named;
        var sender = Jids.bare(root.get("sender").text());
        return new BaileysSource(instance, sender, root.get("date_time").scalar(), webhook.receivedAt());
    }
}
