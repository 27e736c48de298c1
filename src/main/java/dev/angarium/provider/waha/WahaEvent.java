package dev.angarium.provider.waha;

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

/**
 * One webhook: what all of them have in common. Chats and messages are named as WAHA names them: {@code 5511…@c.us},
 * {@code true_5511…@c.us_3EB0…}.
 *
 * @param receivedAt epoch milliseconds
 */
record WahaEvent(Json root, long receivedAt) {
    String name() {
        return root.get("event").text();
    }

    String session() {
        return root.get("session").scalar();
    }

    Json payload() {
        return root.get("payload");
    }

    /** The engine's own message. */
    Json engine() {
        return payload().get("_data");
    }

    String messageId() {
        return payload().get("id").scalar();
    }

    private long at(Json message) {
        var own = Times.of(message.get("timestamp"));
        return own == Times.ABSENT ? Times.of(root.get("timestamp")) : own;
    }

    Origin origin(String id) {
        return origin(payload(), id);
    }

    /** The chat and the sender of a message within. */
    Origin origin(Json message, String id) {
        var fromMe = message.get("fromMe").isTrue();
        var from = message.get("from").text();
        var to = message.get("to").text();
        var chat = fromMe && !to.isEmpty() ? to : from;
        var participant = message.get("participant").text();
        var sender = !participant.isEmpty() ? participant : from;
        var group = Jids.isGroup(chat);
        return new Origin(id, at(message))
                .chat(chat)
                .group(group)
                .fromMe(fromMe)
                .sender(group && sender.equals(chat) ? "" : sender, fromMe ? "" : pushName())
                .phone(Phones.ofJid(group && !fromMe ? sender : chat));
    }

    private String pushName() {
        var plain = engine().either("notifyName", "pushName").text();
        return plain.isEmpty() ? engine().get("Info").get("PushName").text() : plain;
    }

    /** Kept under WAHA's own name. */
    ProviderEvent own() {
        var origin = new Origin("", Times.ABSENT);
        return new Content().event(session(), hashed(name()), ProviderEvent.ownType(name()), origin, raw());
    }

    DedupeKey key(String kind, String id) {
        return id.isEmpty() ? hashed(kind) : new DedupeKey(kind, id);
    }

    /** Each webhook has an id, which a resend repeats. */
    DedupeKey hashed(String name) {
        return ContentHash.of(payload(), name, root.get("id").scalar());
    }

    /** Of a state that may come back. */
    DedupeKey state(String name) {
        var id = root.either("id", "timestamp").scalar();
        return ContentHash.ofState(payload(), name, id, receivedAt);
    }

    /** What WAHA tells; the frame names the own account and the server besides. */
    byte[] raw() {
        return payload().isObject()
                ? payload().sliceWithout(Credentials.ANYWHERE)
                : root.sliceWithout(Credentials.AROUND);
    }
}
