package dev.angarium.provider.baileys;

import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what gateways of one's own around Baileys post: an event's name beside its data, or a bare message, or a list of
 * either. Everybody names the members otherwise, so each is looked for under the names in use.
 */
public final class BaileysReader implements Reader {
    private static final List<String> NAMES = List.of("event", "type", "eventName");
    private static final List<String> DATA = List.of("data", "payload", "body");
    private static final List<String> INSTANCES =
            List.of("instance", "instanceId", "instanceName", "session", "sessionId", "deviceId");
    private static final String MESSAGES = "messages.upsert";

    private final JsonBody body;

    public BaileysReader(JsonBody body) {
        this.body = body;
    }

    @Override
    public Readout read(Webhook webhook) {
        return body.read(webhook, root -> events(webhook, root));
    }

    private static List<ProviderEvent> events(Webhook webhook, Json root) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var element : root.elements()) {
            if (element.isObject()) {
                events.addAll(one(webhook, element));
            }
        }
        return events;
    }

    private static List<ProviderEvent> one(Webhook webhook, Json root) {
        var source = new BaileysSource(
                first(root, INSTANCES).scalar(),
                Jids.bare(root.either("sender", "owner").text()),
                root.either("date_time", "timestamp").scalar(),
                webhook.receivedAt());
        if (root.get("key").isObject()) {
            return BaileysEvents.of(source, MESSAGES, root);
        }
        var name = BaileysEvents.name(name(webhook, root));
        var data = first(root, DATA);
        if (data.absent() && root.get("messages").isArray()) {
            return BaileysEvents.of(source, name.isEmpty() ? MESSAGES : name, root);
        }
        if (name.isEmpty()) {
            return List.of();
        }
        return data.elements().isEmpty() ? List.of(source.frame(name, root)) : BaileysEvents.of(source, name, data);
    }

    private static String name(Webhook webhook, Json root) {
        var named = first(root, NAMES).text();
        var segments = webhook.suffix();
        return named.isEmpty() && !segments.isEmpty() ? segments.get(segments.size() - 1) : named;
    }

    private static Json first(Json root, List<String> names) {
        for (var name : names) {
            if (!root.get(name).absent()) {
                return root.get(name);
            }
        }
        return Json.MISSING;
    }
}
