package dev.angarium.provider.whatsmeow;

import dev.angarium.provider.Form;
import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what gateways around whatsmeow post: wuzapi's {type, event: {…}}, as JSON or in the field {@code jsonData} of a
 * form, and Evolution Go's {event: name, data: {…}}. An event that is not known is kept under its own name.
 */
public final class WhatsmeowReader implements Reader {
    private static final String JSON_FIELD = "jsonData";

    private final JsonBody body;

    public WhatsmeowReader(JsonBody body) {
        this.body = body;
    }

    @Override
    public Readout read(Webhook webhook) {
        if (!Form.is(webhook)) {
            return body.read(webhook, root -> events(webhook, root));
        }
        var form = Form.of(webhook.body());
        var json = form.first(JSON_FIELD);
        if (json.isEmpty()) {
            return form.fields().isEmpty()
                    ? new Readout.Malformed("an empty form")
                    : new Readout.Unparsed("form", form.json());
        }
        return body.read(webhook.withBody(json.getBytes(StandardCharsets.UTF_8)), root -> events(webhook, root));
    }

    private static List<ProviderEvent> events(Webhook webhook, Json root) {
        var event = new WhatsmeowEvent(root, webhook.receivedAt());
        if (event.name().isEmpty()) {
            return List.of();
        }
        var events = new ArrayList<ProviderEvent>(1);
        addAll(event, events);
        return events;
    }

    private static void addAll(WhatsmeowEvent event, List<ProviderEvent> events) {
        switch (event.name()) {
            case "Message", "SendMessage" -> events.add(WhatsmeowMessages.message(event));
            case "UndecryptableMessage" -> events.add(WhatsmeowMessages.undecrypted(event));
            case "ReadReceipt", "Receipt" -> WhatsmeowStates.receipts(event, events);
            case "ChatPresence" -> events.add(WhatsmeowStates.chatPresence(event));
            case "Presence" -> events.add(WhatsmeowStates.presence(event));
            case "QR", "QRCode" -> events.add(WhatsmeowStates.qrCode(event));
            case "Connected" -> events.add(WhatsmeowStates.connection(event, "open"));
            case "PairSuccess" -> events.add(WhatsmeowStates.connection(event, "connecting"));
            case "Disconnected", "LoggedOut", "StreamReplaced", "TemporaryBan", "ConnectFailure", "ClientOutdated" ->
                events.add(WhatsmeowStates.connection(event, "closed"));
            case "CallOffer", "CallOfferNotice", "CallAccept", "CallReject", "CallTerminate" ->
                events.add(WhatsmeowStates.call(event));
            case "GroupInfo", "JoinedGroup" -> events.add(WhatsmeowStates.group(event));
            case "PushName", "Contact", "Picture" -> events.add(WhatsmeowStates.contact(event));
            default -> events.add(event.own());
        }
    }
}
