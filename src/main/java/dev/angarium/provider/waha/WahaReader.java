package dev.angarium.provider.waha;

import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.Json;
import java.util.List;

/**
 * Reads WAHA's webhooks: {event, session, payload, engine}. {@code message} and {@code message.any} tell the same message
 * to whoever asked for both; it is one event. An event that is not known is kept under its own name.
 */
public final class WahaReader implements Reader {
    private final JsonBody body;

    public WahaReader(JsonBody body) {
        this.body = body;
    }

    @Override
    public Readout read(Webhook webhook) {
        return body.read(webhook, root -> events(webhook, root));
    }

    private static List<ProviderEvent> events(Webhook webhook, Json root) {
        var event = new WahaEvent(root, webhook.receivedAt());
        return event.name().isEmpty() ? List.of() : all(event);
    }

    private static List<ProviderEvent> all(WahaEvent event) {
        return switch (event.name()) {
            case "message", "message.any" -> List.of(WahaMessages.message(event));
            case "message.waiting" -> List.of(WahaMessages.waiting(event));
            case "message.reaction" -> List.of(WahaMessages.reaction(event));
            case "message.edited" -> List.of(WahaMessages.edited(event));
            case "message.revoked" -> List.of(WahaMessages.revoked(event));
            case "poll.vote", "poll.vote.failed" -> List.of(WahaMessages.vote(event));
            case "message.ack", "message.ack.group" -> List.of(WahaStates.ack(event));
            case "session.status" -> List.of(WahaStates.session(event));
            case "presence.update" -> WahaStates.presences(event);
            case "call.received", "call.accepted", "call.rejected" -> List.of(WahaStates.call(event));
            case "group.v2.join", "group.v2.leave", "group.v2.participants", "group.join", "group.leave" ->
                List.of(WahaStates.participants(event));
            case "group.v2.update" -> List.of(WahaStates.group(event));
            case "chat.archive" -> List.of(WahaStates.archive(event));
            default -> List.of(event.own());
        };
    }
}
