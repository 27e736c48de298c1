package dev.angarium.provider.meta;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;

/** Messages, and the echoes of those sent from the business app. An edit or a revocation is a message too. */
final class MetaMessages {
    private MetaMessages() {}

    static ProviderEvent received(MetaChange change, Json message) {
        var from = message.get("from").scalar();
        var userId = message.get("from_user_id").scalar();
        var sender = from.isEmpty() ? userId : from;
        var group = message.get("group_id").scalar();
        var origin = origin(message)
                .chat(group.isEmpty() ? sender : group)
                .group(!group.isEmpty())
                .sender(sender, change.nameOf(from, userId));
        change.describe(origin, from, userId);
        origin.alternate(message.get("from_parent_user_id").scalar());
        return event(change, message, origin);
    }

    static ProviderEvent sent(MetaChange change, Json message) {
        var to = message.get("to").scalar();
        var userId = message.get("to_user_id").scalar();
        var group = message.get("group_id").scalar();
        var recipient = to.isEmpty() ? userId : to;
        var origin = origin(message)
                .fromMe(true)
                .chat(group.isEmpty() ? recipient : group)
                .group(!group.isEmpty())
                .sender(message.get("from").scalar(), "")
                .chatName(group.isEmpty() ? change.nameOf(recipient, userId) : "");
        if (group.isEmpty()) {
            change.describe(origin, recipient, userId);
            origin.alternate(message.get("to_parent_user_id").scalar());
        }
        return event(change, message, origin);
    }

    private static Origin origin(Json message) {
        return new Origin(message.get("id").scalar(), Times.of(message.get("timestamp")));
    }

    private static ProviderEvent event(MetaChange change, Json message, Origin origin) {
        return switch (message.get("type").text()) {
            case "reaction" -> reaction(change, message, origin);
            case "edit" -> edit(change, message, origin);
            case "revoke" -> revoke(change, message, origin);
            default -> content(change, message, origin);
        };
    }

    private static ProviderEvent content(MetaChange change, Json message, Origin origin) {
        var type = origin.isFromMe() ? EventTypes.MESSAGE_SENT : EventTypes.MESSAGE_RECEIVED;
        return MetaContent.read(message)
                .event(change.phoneNumberId(), change.key("content", message), type, origin, message.slice());
    }

    private static ProviderEvent reaction(MetaChange change, Json message, Origin origin) {
        var reaction = message.get("reaction");
        var part = Part.reaction(
                reaction.get("emoji").text(), reaction.get("message_id").scalar());
        return new Content()
                .type("reaction")
                .with(part)
                .event(
                        change.phoneNumberId(),
                        change.key("reaction", message),
                        EventTypes.MESSAGE_REACTION,
                        origin,
                        message.slice());
    }

    private static ProviderEvent edit(MetaChange change, Json message, Origin origin) {
        var edit = message.get("edit");
        var target = edit.get("original_message_id").scalar();
        var content = MetaContent.read(edit.get("message")).with(Part.edit(target));
        var key = target.isEmpty() || origin.messageId().isEmpty()
                ? change.key("edit", message)
                : new DedupeKey("edit:" + origin.messageId(), target);
        return content.event(change.phoneNumberId(), key, EventTypes.MESSAGE_EDITED, origin, message.slice());
    }

    private static ProviderEvent revoke(MetaChange change, Json message, Origin origin) {
        var target = message.get("revoke").get("original_message_id").scalar();
        var key = target.isEmpty() ? change.key("revoke", message) : new DedupeKey("revoke", target);
        return new Content()
                .with(Part.delete(target))
                .event(change.phoneNumberId(), key, EventTypes.MESSAGE_DELETED, origin, message.slice());
    }
}
