package dev.angarium.provider.zapi;

import dev.angarium.provider.ContentHash;
import dev.angarium.provider.Credentials;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;

/**
 * One callback: what all of them have in common. A chat is named as Z-API names it: a number in digits, {@code …-group}
 * for a group, {@code …@newsletter} for a channel.
 *
 * @param receivedAt epoch milliseconds
 */
record ZapiCallback(Json body, long receivedAt) {
    String type() {
        return body.get("type").text();
    }

    String instance() {
        return body.get("instanceId").scalar();
    }

    String messageId() {
        return body.get("messageId").scalar();
    }

    boolean isFromMe() {
        return body.get("fromMe").isTrue();
    }

    /** When it happened; Z-API spells it so. */
    long at() {
        return Times.of(body.either("momment", "moment"));
    }

    /** The chat, its sender and their further ids, under this message id. */
    Origin origin(String messageId) {
        var chat = body.get("phone").scalar();
        var group = body.get("isGroup").isTrue() || chat.endsWith("-group");
        var participant = body.either("participantPhone", "participantLid").scalar();
        var fromMe = isFromMe();
        var sender = fromMe ? body.get("connectedPhone").scalar() : group ? participant : chat;
        return new Origin(messageId, at())
                .chat(chat)
                .chatName(body.get("chatName").text())
                .group(group)
                .fromMe(fromMe)
                .sender(sender, fromMe ? "" : body.get("senderName").text())
                .alternate(body.get("chatLid").text())
                .alternate(body.get("senderLid").text())
                .alternate(body.get("participantLid").text())
                .phone(Phones.ofDigits(group && !fromMe ? sender : chat));
    }

    /** Kept under a name of Z-API's. */
    ProviderEvent own(String name) {
        return new Content().event(instance(), named(name), ProviderEvent.ownType(name), origin(messageId()), raw());
    }

    /** A notice has a number of its own, but not everywhere. */
    private DedupeKey named(String name) {
        var id = messageId();
        return id.isEmpty() ? hashed(name) : new DedupeKey("notification:" + name, id);
    }

    DedupeKey key(String kind, String id) {
        return id.isEmpty() ? hashed(kind) : new DedupeKey(kind, id);
    }

    /** Of something that happens once. */
    DedupeKey hashed(String name) {
        return ContentHash.of(body, name, moment());
    }

    /** Of a state that may come back. */
    DedupeKey state(String name) {
        return ContentHash.ofState(body, name, moment(), receivedAt);
    }

    private String moment() {
        return body.either("momment", "moment").scalar();
    }

    byte[] raw() {
        return body.sliceWithout(Credentials.ANYWHERE);
    }
}
