package dev.angarium.provider.gowa;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads GOWA's webhooks: {event, device_id, timestamp?, payload}. An event that is not known is kept under its own name. */
public final class GowaReader implements Reader {
    private final JsonBody body;

    public GowaReader(JsonBody body) {
        this.body = body;
    }

    @Override
    public Readout read(Webhook webhook) {
        return body.read(webhook, root -> events(webhook, root));
    }

    private static List<ProviderEvent> events(Webhook webhook, Json root) {
        if (root.get("event").text().isEmpty()) {
            return List.of();
        }
        var events = new ArrayList<ProviderEvent>(1);
        addAll(new GowaEvent(root, webhook.receivedAt()), events);
        return events;
    }

    private static void addAll(GowaEvent event, List<ProviderEvent> events) {
        switch (event.name()) {
            case "message" -> events.add(GowaMessages.message(event));
            case "message.reaction" -> events.add(GowaMessages.reaction(event));
            case "message.edited" -> events.add(GowaMessages.edited(event));
            case "message.revoked" ->
                events.add(GowaMessages.gone(event, "revoke", "revoked_message_id", EventTypes.MESSAGE_DELETED));
            case "message.deleted" ->
                events.add(GowaMessages.gone(event, "delete", "deleted_message_id", EventTypes.MESSAGE_DELETED));
            case "message.ack" -> GowaStates.statuses(event, events);
            case "chat_presence", "presence" -> events.add(GowaStates.presence(event));
            case "group.participants" -> events.add(GowaStates.participants(event));
            case "call.offer", "call" -> events.add(GowaStates.call(event));
            default -> events.add(event.own());
        }
    }
}
