package dev.angarium.provider.zapi;

import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads Z-API's callbacks, one at a time or in a list. A type that is not known is kept under its own name. */
public final class ZapiReader implements Reader {
    private final JsonBody body;

    public ZapiReader(JsonBody body) {
        this.body = body;
    }

    @Override
    public Readout read(Webhook webhook) {
        return body.read(webhook, root -> events(webhook, root));
    }

    private static List<ProviderEvent> events(Webhook webhook, Json root) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var callback : root.elements()) {
            if (!callback.get("type").text().isEmpty()) {
                addAll(new ZapiCallback(callback, webhook.receivedAt()), events);
            }
        }
        return events;
    }

    private static void addAll(ZapiCallback callback, List<ProviderEvent> events) {
        switch (callback.type()) {
            case "ReceivedCallback" -> events.add(ZapiMessages.received(callback));
            case "MessageStatusCallback" -> ZapiStates.statuses(callback, events);
            case "DeliveryCallback" -> events.add(ZapiStates.delivery(callback));
            case "PresenceChatCallback" -> events.add(ZapiStates.presence(callback));
            case "ConnectedCallback" -> events.add(ZapiStates.connection(callback, "open"));
            case "DisconnectedCallback" -> events.add(ZapiStates.connection(callback, "closed"));
            default -> events.add(callback.own(callback.type()));
        }
    }
}
