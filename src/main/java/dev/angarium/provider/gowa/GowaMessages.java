package dev.angarium.provider.gowa;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Media;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Part.Card;
import dev.angarium.provider.json.Json;
import java.util.List;

/** Messages, reactions, edits and revocations. */
final class GowaMessages {
    private GowaMessages() {}

    static ProviderEvent message(GowaEvent event) {
        var payload = event.payload();
        var content = new Content()
                .type(payload.get("body").text().isEmpty() ? "unsupported" : "text")
                .text(payload.get("body").text());
        for (var at = 0; at < payload.size(); at++) {
            if (!payload.at(at).absent() && read(payload.key(at), payload.at(at), content)) {
                break;
            }
        }
        surroundings(payload, content);
        var type = event.isFromMe() ? EventTypes.MESSAGE_SENT : EventTypes.MESSAGE_RECEIVED;
        return event(event, "content", type, content);
    }

    private static void surroundings(Json payload, Content content) {
        var quoted = payload.get("replied_to_id").scalar();
        if (!quoted.isEmpty()) {
            content.with(Part.quoted(quoted, payload.get("quoted_body").text(), ""));
        }
        if (payload.get("forwarded").isTrue()) {
            content.with(Part.forwarded());
        }
    }

    private static boolean read(String name, Json part, Content content) {
        switch (name) {
            case "image", "video", "document", "sticker" -> media(name, part, content);
            case "video_note" -> media("video", part, content);
            case "audio" -> media(part.get("ptt").isTrue() ? "voice" : "audio", part, content);
            case "voice", "ptt" -> media("voice", part, content);
            case "contact" -> contacts(List.of(part), content);
            case "contacts", "contacts_array" -> contacts(part.elements(), content);
            case "location" -> location(name, part, content);
            case "live_location" -> location("live_location", part, content);
            case "list", "order", "poll" ->
                content.type(name.equals("list") ? "interactive" : name).with(Part.object(name, part));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A path or an address alone, or an object around it. */
    private static void media(String type, Json file, Content content) {
        var caption = file.get("caption").text();
        content.type(type)
                .text(caption.isEmpty() ? content.text() : caption)
                .with(new Media()
                        .source("", address(file), "")
                        .file(
                                file.either("mime_type", "mimetype").text(),
                                file.either("file_name", "filename").text(),
                                file.either("file_length", "file_size").number(0))
                        .caption(caption)
                        .shape(file)
                        .voice(type.equals("voice"))
                        .viewOnce(file.get("view_once").isTrue()));
    }

    private static String address(Json file) {
        if (!file.isObject()) {
            return file.scalar();
        }
        var path = file.either("path", "media_path").text();
        return path.isEmpty() ? file.get("url").text() : path;
    }

    private static void contacts(List<Json> contacts, Content content) {
        var cards = contacts.stream()
                .map(contact -> new Card(
                        contact.either("displayName", "display_name").text(),
                        phones(contact),
                        contact.get("vcard").text()))
                .toList();
        content.type("contacts")
                .text(cards.isEmpty() ? "" : cards.get(0).name())
                .with(Part.contacts(cards));
    }

    private static List<String> phones(Json contact) {
        var phone = contact.get("phone_number").scalar();
        return phone.isEmpty() ? List.of() : List.of(phone);
    }

    private static void location(String type, Json place, Content content) {
        content.type(type)
                .with(Part.location(
                        place.either("degreesLatitude", "latitude"),
                        place.either("degreesLongitude", "longitude"),
                        place.get("name").text(),
                        place.get("address").text(),
                        place.either("url", "URL").text()));
    }

    static ProviderEvent reaction(GowaEvent event) {
        var payload = event.payload();
        var content = new Content()
                .type("reaction")
                .with(Part.reaction(
                        payload.get("reaction").text(),
                        payload.get("reacted_message_id").scalar()));
        return event(event, "reaction", EventTypes.MESSAGE_REACTION, content);
    }

    /** The edit has an id of its own beside that of the message. */
    static ProviderEvent edited(GowaEvent event) {
        var payload = event.payload();
        var target = payload.get("original_message_id").scalar();
        var content =
                new Content().type("text").text(payload.get("body").text()).with(Part.edit(target));
        return event(event, "edit:" + target, EventTypes.MESSAGE_EDITED, content);
    }

    /** @param member where the message that is gone is named; its own id else */
    static ProviderEvent gone(GowaEvent event, String kind, String member, String type) {
        var named = event.payload().get(member).scalar();
        var target = named.isEmpty() ? event.messageId() : named;
        return new Content()
                .with(Part.delete(target))
                .event(event.device(), event.key(kind, target), type, event.origin(event.messageId()), event.raw());
    }

    private static ProviderEvent event(GowaEvent event, String kind, String type, Content content) {
        var id = event.messageId();
        return content.event(event.device(), event.key(kind, id), type, event.origin(id), event.raw());
    }
}
