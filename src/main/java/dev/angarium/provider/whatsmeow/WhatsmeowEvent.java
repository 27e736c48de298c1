package dev.angarium.provider.whatsmeow;

import dev.angarium.provider.ContentHash;
import dev.angarium.provider.Credentials;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;
import java.util.Locale;

/**
 * One webhook: its name, whatsmeow's own event, and the source of a message or a receipt (whatsmeow's MessageSource).
 *
 * @param receivedAt epoch milliseconds
 */
record WhatsmeowEvent(Json root, long receivedAt) {
    /** whatsmeow's own name of the event; a frame without one that holds a message is one. */
    String name() {
        var type = root.get("type").text();
        if (!type.isEmpty()) {
            return type;
        }
        var event = root.get("event");
        return event.isObject() && event.get("Info").isObject() ? "Message" : event.text();
    }

    Json event() {
        var event = root.get("event");
        return event.isObject() ? event : root.get("data");
    }

    String instance() {
        var user = root.either("userID", "instanceName").scalar();
        return user.isEmpty() ? root.either("instanceId", "instance").scalar() : user;
    }

    /** @param source Info of a message, or a receipt itself */
    Origin origin(Json source, String id) {
        var sender = Jids.bare(source.get("Sender").text());
        var named = Jids.bare(source.get("Chat").text());
        var chat = named.isEmpty() ? sender : named;
        var fromMe = source.get("IsFromMe").isTrue();
        var senderAlt = Jids.bare(source.get("SenderAlt").text());
        var recipientAlt = Jids.bare(source.get("RecipientAlt").text());
        var group = source.get("IsGroup").isTrue() || Jids.isGroup(chat);
        var phone = Phones.ofJid(group && !fromMe ? sender : chat);
        return new Origin(id, Times.of(source.get("Timestamp")))
                .chat(chat)
                .group(group)
                .fromMe(fromMe)
                .sender(sender, fromMe ? "" : source.get("PushName").text())
                .alternate(senderAlt)
                .alternate(recipientAlt)
                .phone(phone.isEmpty() ? Phones.ofJid(fromMe ? recipientAlt : senderAlt) : phone);
    }

    /** Kept under whatsmeow's name, in words: {@code provider.history_sync}. */
    ProviderEvent own() {
        var origin = new Origin("", Times.ABSENT);
        return new Content().event(instance(), hashed(name()), ProviderEvent.ownType(words(name())), origin, raw());
    }

    private static String words(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    DedupeKey key(String kind, String id) {
        return id.isEmpty() ? hashed(kind) : new DedupeKey(kind, id);
    }

    DedupeKey hashed(String name) {
        return ContentHash.of(root, name, "");
    }

    /** Of a state that may come back. */
    DedupeKey state(String name) {
        return ContentHash.ofState(root, name, event().get("Timestamp").scalar(), receivedAt);
    }

    /** What whatsmeow tells; where it tells only a word, the frame without its secrets. */
    byte[] raw() {
        return event().isObject() ? event().sliceWithout(Credentials.ANYWHERE) : root.sliceWithout(Credentials.AROUND);
    }
}
