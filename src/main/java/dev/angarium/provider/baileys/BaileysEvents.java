package dev.angarium.provider.baileys;

import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Baileys' events by name, as every gateway around it passes them on; Evolution's own names beside them. */
public final class BaileysEvents {
    private static final String GATEWAY = "whatsapp.";
    private static final String PARTICIPANTS = "group-participants.update";

    private BaileysEvents() {}

    /** One spelling for {@code messages.upsert}, MESSAGES_UPSERT, messages-upsert and WHATSAPP_MESSAGES_UPSERT. */
    public static String name(String word) {
        var dotted = word.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
        var own = dotted.startsWith(GATEWAY) ? dotted.substring(GATEWAY.length()) : dotted;
        return own.equals("group.participants.update") ? PARTICIPANTS : own;
    }

    /**
     * One event an element; what is not known is kept under that name.
     *
     * @param name as {@link #name} spells it
     */
    public static List<ProviderEvent> of(BaileysSource source, String name, Json data) {
        return switch (name) {
            case "messages.upsert", "send.message", "messages.set" ->
                each(batch(data, "messages"), "key", source, name, one -> WaMessage.event(source, one));
            case "messages.update", "send.message.update", "message.receipt.update" ->
                each(batch(data, "updates"), "", source, name, one -> WaUpdate.event(source, one));
            case "messages.edited", "messages.edit" ->
                each(data.elements(), "", source, name, one -> BaileysMessages.edited(source, one));
            case "messages.delete" -> deleted(source, data);
            case "messages.reaction" ->
                each(data.elements(), "key", source, name, one -> BaileysMessages.reaction(source, one));
            case "presence.update" -> BaileysStates.presences(source, data);
            case PARTICIPANTS ->
                each(data.elements(), "", source, name, one -> BaileysGroups.participants(source, one));
            case "groups.upsert", "groups.update", "group.update" ->
                each(data.elements(), "", source, name, one -> BaileysGroups.group(source, name, one));
            case "call" -> each(data.elements(), "", source, name, one -> BaileysStates.call(source, one));
            default -> states(source, name, data);
        };
    }

    private static List<ProviderEvent> states(BaileysSource source, String name, Json data) {
        return switch (name) {
            case "connection.update" -> each(data.elements(), "", source, name, one -> connection(source, one));
            case "qrcode.updated" -> each(data.elements(), "", source, name, one -> BaileysStates.qrCode(source, one));
            case "contacts.upsert", "contacts.update", "contacts.set" ->
                each(batch(data, "contacts"), "", source, name, one -> BaileysStates.contact(source, name, one));
            case "chats.upsert", "chats.update", "chats.set", "chats.delete" -> chats(source, name, data);
            default -> each(data.elements(), "", source, name, one -> source.own(name, one));
        };
    }

    /** Baileys tells a QR code as a state of the connection. */
    private static ProviderEvent connection(BaileysSource source, Json data) {
        var code =
                data.get("qr").isString() && data.either("connection", "state").absent();
        return code ? BaileysStates.qr(source, data) : BaileysStates.connection(source, data);
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
            events.add(BaileysMessages.deleted(source, element));
        }
        return events;
    }

    private static List<ProviderEvent> chats(BaileysSource source, String name, Json data) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var element : batch(data, "chats")) {
            events.add(BaileysStates.chat(source, name, element));
        }
        return events;
    }
}
