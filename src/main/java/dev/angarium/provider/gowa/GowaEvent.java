package dev.angarium.provider.gowa;

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
 * One webhook: what all of them have in common.
 *
 * @param receivedAt epoch milliseconds
 */
record GowaEvent(Json body, long receivedAt) {
    String name() {
        return body.get("event").text();
    }

    Json payload() {
        return body.get("payload");
    }

    /** The own number's id, as GOWA spells it. */
    String device() {
        return body.get("device_id").scalar();
    }

    String messageId() {
        return payload().get("id").scalar();
    }

    boolean isFromMe() {
        return payload().get("is_from_me").isTrue();
    }

    long at() {
        return Times.of(stamp());
    }

    private String stamp() {
        var own = payload().get("timestamp").scalar();
        return own.isEmpty() ? body.get("timestamp").scalar() : own;
    }

    Origin origin(String messageId) {
        var payload = payload();
        var chat = Jids.bare(payload.get("chat_id").text());
        var from = Jids.bare(payload.get("from").text());
        var sender = from.isEmpty() && isFromMe() ? Jids.bare(device()) : from;
        var group = payload.get("is_group").isTrue() || Jids.isGroup(chat);
        var fromMe = isFromMe();
        var shown = payload.either("from_name", "sender_display_name").text();
        return new Origin(messageId, at())
                .chat(chat)
                .chatName(payload.get("chat_name").text())
                .group(group)
                .fromMe(fromMe)
                .sender(sender, fromMe ? "" : shown)
                .alternate(Jids.bare(payload.get("from_lid").text()))
                .alternate(Jids.bare(payload.get("chat_lid").text()))
                .phone(Phones.ofJid(fromMe ? chat : sender));
    }

    /** Kept under GOWA's own name. */
    ProviderEvent own() {
        return new Content()
                .event(device(), hashed(name()), ProviderEvent.ownType(name()), new Origin("", at()), raw());
    }

    DedupeKey key(String kind, String id) {
        return id.isEmpty() ? hashed(kind) : new DedupeKey(kind, id);
    }

    DedupeKey hashed(String name) {
        return ContentHash.of(payload(), name, stamp());
    }

    /** Of a state that may come back. */
    DedupeKey state(String name) {
        return ContentHash.ofState(payload(), name, stamp(), receivedAt);
    }

    byte[] raw() {
        return body.sliceWithout(Credentials.ANYWHERE);
    }
}
