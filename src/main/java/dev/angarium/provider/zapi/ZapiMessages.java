package dev.angarium.provider.zapi;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Part;
import java.util.Locale;

/** {@code ReceivedCallback}: messages of both directions, and what happens to a chat. */
final class ZapiMessages {
    private ZapiMessages() {}

    static ProviderEvent received(ZapiCallback callback) {
        var body = callback.body();
        var notification = body.get("notification").text();
        if (!notification.isEmpty()) {
            return notice(callback, notification);
        }
        if (body.get("waitingMessage").isTrue()) {
            var waiting = new Content().type("unsupported").with(Part.waiting());
            return message(callback, "stub", messageType(callback), waiting);
        }
        if (body.get("reaction").isObject()) {
            return message(callback, "reaction", EventTypes.MESSAGE_REACTION, reaction(callback));
        }
        var content = ZapiContent.read(body);
        if (body.get("isEdit").isTrue()) {
            return edited(callback, content);
        }
        return message(callback, "content", messageType(callback), content);
    }

    private static String messageType(ZapiCallback callback) {
        return callback.isFromMe() ? EventTypes.MESSAGE_SENT : EventTypes.MESSAGE_RECEIVED;
    }

    private static ProviderEvent message(ZapiCallback callback, String kind, String type, Content content) {
        var id = callback.messageId();
        return content.event(callback.instance(), callback.key(kind, id), type, callback.origin(id), callback.raw());
    }

    private static Content reaction(ZapiCallback callback) {
        var reaction = callback.body().get("reaction");
        var target = reaction.get("referencedMessage").get("messageId").scalar();
        return new Content()
                .type("reaction")
                .with(Part.reaction(reaction.get("value").text(), target));
    }

    /** The message keeps its id; what tells one edit from the next is its own id, or its time. */
    private static ProviderEvent edited(ZapiCallback callback, Content content) {
        var body = callback.body();
        var target = callback.messageId();
        var edit = body.either("editMessageId", "momment").scalar();
        var key = target.isEmpty() || edit.isEmpty() ? callback.hashed("edit") : new DedupeKey("edit:" + edit, target);
        return content.with(Part.edit(target))
                .event(callback.instance(), key, EventTypes.MESSAGE_EDITED, callback.origin(target), callback.raw());
    }

    private static ProviderEvent notice(ZapiCallback callback, String name) {
        if (name.startsWith("CALL_")) {
            return call(callback, name);
        }
        if (name.contains("PARTICIPANT") || name.contains("MEMBERSHIP")) {
            return group(callback, name, EventTypes.GROUP_PARTICIPANTS);
        }
        if (name.startsWith("GROUP_CHANGE") || name.equals("GROUP_CREATE")) {
            return group(callback, name, EventTypes.GROUP_UPDATED);
        }
        if (name.contains("REVOKE") || name.equals("MESSAGE_DELETED")) {
            return deleted(callback);
        }
        return callback.own(name);
    }

    /** Offered, missed, ended: each once per call. */
    private static ProviderEvent call(ZapiCallback callback, String name) {
        var id = callback.body().get("callId").scalar();
        var word = name.toLowerCase(Locale.ROOT);
        var content = new Content().type("call").text(word).with(out -> out.object("call")
                .text("id", id)
                .text("status", word.contains("missed") ? "missed" : word.substring("call_".length()))
                .bool("video", word.endsWith("video"))
                .endObject());
        return content.event(
                callback.instance(),
                callback.key("call:" + word, id),
                EventTypes.CALL_RECEIVED,
                callback.origin(id.isEmpty() ? callback.messageId() : id),
                callback.raw());
    }

    private static ProviderEvent group(ZapiCallback callback, String name, String type) {
        var body = callback.body();
        var method = body.get("requestMethod").text();
        var action = method.isEmpty() ? name.toLowerCase(Locale.ROOT) : method;
        var content = new Content().type("group").with(out -> {
            out.object("group").text("id", body.get("phone").scalar()).text("action", action);
            out.json("participants", body.get("notificationParameters")).endObject();
        });
        return message(callback, "notification:" + name, type, content);
    }

    private static ProviderEvent deleted(ZapiCallback callback) {
        var target = callback.body().either("referenceMessageId", "messageId").scalar();
        return new Content()
                .with(Part.delete(target))
                .event(
                        callback.instance(),
                        callback.key("revoke", target),
                        EventTypes.MESSAGE_DELETED,
                        callback.origin(target),
                        callback.raw());
    }
}
