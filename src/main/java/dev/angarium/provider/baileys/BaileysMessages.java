package dev.angarium.provider.baileys;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;

/** Edits and deletions, which Evolution also sends as events of their own. */
final class BaileysMessages {
    private BaileysMessages() {}

    /** A bare protocol message: {key of the target, editedMessage, timestampMs}; or a whole message around one. */
    static ProviderEvent edited(BaileysSource source, Json data) {
        var whole = data.get("message").isObject();
        var edit = whole ? data.get("message") : data;
        var read = BaileysContent.read(edit.get("editedMessage"), Json.MISSING);
        var inner = whole && edit.get("editedMessage").absent() ? BaileysContent.read(edit, Json.MISSING) : read;
        var key = data.get("key");
        var target = inner.targetId().isEmpty() ? key.get("id").scalar() : inner.targetId();
        var stamp = inner.editId().isEmpty()
                ? data.either("timestampMs", "messageTimestamp").scalar()
                : inner.editId();
        var origin = origin(source, key, target, Times.of(stamp));
        var dedupe = target.isEmpty() || stamp.isEmpty()
                ? source.hashed("edit", data)
                : new DedupeKey("edit:" + stamp, target);
        var content = inner.targetId().isEmpty() ? inner.content().with(Part.edit(target)) : inner.content();
        return content.event(source.externalId(), dedupe, EventTypes.MESSAGE_EDITED, origin, BaileysSource.raw(data));
    }

    /** A key, a message with its key, or the id alone. */
    static ProviderEvent deleted(BaileysSource source, Json data) {
        var key = data.get("key").isObject() ? data.get("key") : data;
        var target = data.isObject() ? key.either("id", "keyId").scalar() : data.scalar();
        var origin = origin(source, key, target, Times.ABSENT);
        return new Content()
                .with(Part.delete(target))
                .event(
                        source.externalId(),
                        source.key("revoke", target, data),
                        EventTypes.MESSAGE_DELETED,
                        origin,
                        BaileysSource.raw(data));
    }

    /** {key of the target, reaction: {key of the reaction, text}}. */
    static ProviderEvent reaction(BaileysSource source, Json data) {
        var target = data.get("key").get("id").scalar();
        var reaction = data.get("reaction");
        var own = reaction.get("key").isObject() ? reaction.get("key") : data.get("key");
        var id = own.get("id").scalar();
        var emoji = reaction.get("text").text();
        var at = Times.of(reaction.get("senderTimestampMs"));
        return new Content()
                .type("reaction")
                .with(Part.reaction(emoji, target))
                .event(
                        source.externalId(),
                        id.equals(target) ? source.hashed("reaction", data) : source.key("reaction", id, data),
                        EventTypes.MESSAGE_REACTION,
                        origin(source, own, id, at),
                        BaileysSource.raw(data));
    }

    private static Origin origin(BaileysSource source, Json key, String id, long at) {
        var chat = Jids.bare(key.get("remoteJid").text());
        var fromMe = key.get("fromMe").isTrue();
        var participant = Jids.bare(key.get("participant").text());
        var sender = !participant.isEmpty() ? participant : fromMe ? source.ownJid() : Jids.isGroup(chat) ? "" : chat;
        return new Origin(id, at)
                .chat(chat)
                .group(Jids.isGroup(chat))
                .fromMe(fromMe)
                .sender(sender, "")
                .alternate(Jids.bare(key.get("remoteJidAlt").text()))
                .phone(Phones.ofJid(chat));
    }
}
