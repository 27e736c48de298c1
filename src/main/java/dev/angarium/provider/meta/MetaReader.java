package dev.angarium.provider.meta;

import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads Meta's webhooks. Elements of a shape that Meta does not document are kept under the change's field. */
public final class MetaReader implements Reader {
    private final JsonBody body;

    public MetaReader(JsonBody body) {
        this.body = body;
    }

    @Override
    public Readout read(Webhook webhook) {
        return body.read(webhook, MetaReader::events);
    }

    private static List<ProviderEvent> events(Json root) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var entry : root.get("entry").elements()) {
            for (var change : entry.get("changes").elements()) {
                if (change.isObject()) {
                    addAll(new MetaChange(entry, change), events);
                }
            }
        }
        return events;
    }

    private static void addAll(MetaChange change, List<ProviderEvent> events) {
        var before = events.size();
        for (var message : change.value().get("messages").elements()) {
            events.add(message.isObject() ? MetaMessages.received(change, message) : change.own(message));
        }
        for (var status : change.value().get("statuses").elements()) {
            events.add(status.isObject() ? MetaStatuses.status(change, status) : change.own(status));
        }
        for (var call : change.value().get("calls").elements()) {
            events.add(call.isObject() ? MetaStatuses.call(change, call) : change.own(call));
        }
        for (var echo : change.value().get("message_echoes").elements()) {
            events.add(echo.isObject() ? MetaMessages.sent(change, echo) : change.own(echo));
        }
        if (events.size() == before) {
            events.add(change.own(change.change()));
        }
    }
}
