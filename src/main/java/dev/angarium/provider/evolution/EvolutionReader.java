package dev.angarium.provider.evolution;

import dev.angarium.provider.JsonBody;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reader;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.baileys.BaileysSource;
import dev.angarium.provider.baileys.WaMessage;
import dev.angarium.provider.baileys.WaUpdate;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

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
            return List.of(source.own(name, root));
        }
        return switch (name) {
            case "messages.upsert", "send.message", "messages.set" ->
                each(batch(data, "messages"), "key", source, name, one -> WaMessage.event(source, one));
            case "messages.update", "send.message.update" ->
                each(batch(data, "updates"), "", source, name, one -> WaUpdate.event(source, one));
            case "messages.edited", "messages.edit" ->
                each(data.elements(), "", source, name, one -> EvolutionMessages.edited(source, one));
            case "messages.delete" -> deleted(source, data);
            case "presence.update" -> EvolutionStates.presences(source, data);
            case "group-participants.update" ->
                each(data.elements(), "", source, name, one -> EvolutionGroups.participants(source, one));
            case "groups.upsert", "groups.update", "group.update" ->
                each(data.elements(), "", source, name, one -> EvolutionGroups.group(source, name, one));
            case "call" -> each(data.elements(), "", source, name, one -> EvolutionStates.call(source, one));
            default -> states(source, name, data);
        };
    }

    private static List<ProviderEvent> states(BaileysSource source, String name, Json data) {
        return switch (name) {
            case "connection.update" ->
                each(data.elements(), "", source, name, one -> EvolutionStates.connection(source, one));
            case "qrcode.updated" ->
                each(data.elements(), "", source, name, one -> EvolutionStates.qrCode(source, one));
            case "contacts.upsert", "contacts.update", "contacts.set" ->
                each(batch(data, "contacts"), "", source, name, one -> EvolutionStates.contact(source, name, one));
            case "chats.upsert", "chats.update", "chats.set", "chats.delete" -> chats(source, name, data);
            default -> each(data.elements(), "", source, name, one -> source.own(name, one));
        };
    }

    /** Evolution's own spelling, whichever of the three ways the name came. */
    private static String name(Webhook webhook, Json root) {
        var event = root.get("event").text();
        var segments = webhook.suffix();
        var word = event.isEmpty() && !segments.isEmpty() ? segments.get(segments.size() - 1) : event;
        var dotted = word.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
        return dotted.equals("group.participants.update") ? "group-participants.update" : dotted;
    }

    private static BaileysSource source(Webhook webhook, Json root, Json data) {
        var top = root.get("instance");
        var named = top.isObject() ? top.either("instanceName", "name").scalar() : top.scalar();
        var instance = named.isEmpty() ? data.get("instance").text() : named;
        var sender = Jids.bare(root.get("sender").text());
        return new BaileysSource(instance, sender, root.get("date_time").scalar(), webhook.receivedAt());
    }

    /** Baileys wraps its lists once more. */
    private static List<Json> batch(Json data, String list) {
        return data.get(list).isArray() ? data.get(list).elements() : data.elements();
    }

    private static List<ProviderEvent> each(
            List<Json> elements,
            String needed,
            BaileysSource source,
            String name,
            Function<Json, ProviderEvent> reader) {
        var events = new ArrayList<ProviderEvent>(elements.size());
        for (var element : elements) {
            var known = element.isObject()
                    && (needed.isEmpty() || element.get(needed).isObject());
            events.add(known ? reader.apply(element) : source.own(name, element));
        }
        return events;
    }

    private static List<ProviderEvent> deleted(BaileysSource source, Json data) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var element : batch(data, "keys")) {
            events.add(EvolutionMessages.deleted(source, element));
        }
        return events;
    }

    private static List<ProviderEvent> chats(BaileysSource source, String name, Json data) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var element : batch(data, "chats")) {
            events.add(EvolutionStates.chat(source, name, element));
        }
        return events;
    }
}
