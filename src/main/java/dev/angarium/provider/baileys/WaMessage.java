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

/** A WAMessage: key, content, and what surrounds it. Total: any object gives an event. */
public final class WaMessage {
    private WaMessage() {}

    public static ProviderEvent event(BaileysSource source, Json message) {
        var key = message.get("key");
        var origin = origin(source, message, key, Times.of(message.either("messageTimestamp", "timestamp")));
        var read = BaileysContent.read(message.get("message"), message.get("contextInfo"));
        return switch (read.kind()) {
            case CONTENT -> content(source, message, origin, read.content());
            case REACTION -> keyed(source, message, origin, EventTypes.MESSAGE_REACTION, "reaction", read.content());
            case EDITED -> edited(source, message, origin, read);
            case DELETED -> deleted(source, message, origin, read.targetId());
            case PROTOCOL ->
                keyed(
                        source,
                        message,
                        origin,
                        ProviderEvent.ownType("protocol"),
                        "protocol:" + read.editId(),
                        read.content());
            case EMPTY -> stub(source, message, origin);
        };
    }

    /** Chat, sender and their further ids, of a message's or an update's key. */
    static Origin origin(BaileysSource source, Json around, Json key, long at) {
        var chat = Jids.bare(key.get("remoteJid").text());
        var group = Jids.isGroup(chat);
        var fromMe = key.get("fromMe").isTrue();
        var participant = Jids.bare(key.either("participant", "participantLid").text());
        var author = participant.isEmpty() ? Jids.bare(around.get("participant").text()) : participant;
        var sender = !author.isEmpty() ? author : fromMe ? source.ownJid() : group ? "" : chat;
        var origin = new Origin(key.either("id", "ID").scalar(), at)
                .chat(chat)
                .group(group)
                .fromMe(fromMe)
                .sender(sender, fromMe ? "" : name(around));
        for (var alternate : new String[] {"remoteJidAlt", "previousRemoteJid", "senderPn", "senderLid"}) {
            origin.alternate(Jids.bare(key.get(alternate).text()));
        }
        for (var alternate : new String[] {"participantAlt", "participantPn", "participantLid"}) {
            origin.alternate(Jids.bare(key.get(alternate).text()));
        }
        return origin.phone(phone(key, group && !fromMe ? sender : chat));
    }

    private static String name(Json message) {
        return message.either("pushName", "verifiedBizName").text();
    }

    /** Of the person on the other side: by their id, or by the phone's id that stands beside a hidden one. */
    private static String phone(Json key, String id) {
        var own = Phones.ofJid(id);
        if (!own.isEmpty() || Jids.isGroup(id)) {
            return own;
        }
        for (var alternate : new String[] {"participantAlt", "participantPn", "remoteJidAlt", "senderPn"}) {
            var phone = Phones.ofJid(Jids.bare(key.get(alternate).text()));
            if (!phone.isEmpty()) {
                return phone;
            }
        }
        return "";
    }

    private static ProviderEvent content(BaileysSource source, Json message, Origin origin, Content content) {
        var status = message.get("status");
        if (!status.absent() && origin.isFromMe()) {
            content.with(out -> {
                out.beginVolatile();
                Part.status(WaStatus.word(status.scalar()), "", Json.MISSING).writeTo(out);
                out.endVolatile();
            });
        }
        return keyed(source, message, origin, messageType(origin), "content", content);
    }

    private static String messageType(Origin origin) {
        return origin.isFromMe() ? EventTypes.MESSAGE_SENT : EventTypes.MESSAGE_RECEIVED;
    }

    private static ProviderEvent keyed(
            BaileysSource source, Json message, Origin origin, String type, String kind, Content content) {
        var key = source.key(kind, origin.messageId(), message);
        return content.event(source.externalId(), key, type, origin, BaileysSource.raw(message));
    }

    /**
     * The provider's time of the edit tells edits apart where it is given: the same edit comes as an upsert and as an
     * event of its own, with different ids.
     */
    static ProviderEvent edited(BaileysSource source, Json message, Origin origin, BaileysContent read) {
        var target = read.targetId().isEmpty() ? origin.messageId() : read.targetId();
        var edit = read.editId().isEmpty() ? origin.messageId() : read.editId();
        var content = read.targetId().isEmpty() ? read.content().with(Part.edit(target)) : read.content();
        var key = target.isEmpty() || edit.isEmpty()
                ? source.hashed("edit", message)
                : new DedupeKey("edit:" + edit, target);
        return content.event(source.externalId(), key, EventTypes.MESSAGE_EDITED, origin, BaileysSource.raw(message));
    }

    static ProviderEvent deleted(BaileysSource source, Json message, Origin origin, String target) {
        return new Content()
                .with(Part.delete(target))
                .event(
                        source.externalId(),
                        source.key("revoke", target, message),
                        EventTypes.MESSAGE_DELETED,
                        origin,
                        BaileysSource.raw(message));
    }

    /**
     * A placeholder: what could not be decrypted, whose content may follow under the same id; or a notice of the system,
     * which has a number of its own.
     */
    private static ProviderEvent stub(BaileysSource source, Json message, Origin origin) {
        var stub = message.get("messageStubType");
        var word = stub.scalar();
        var undecrypted = word.isEmpty() || word.equals("2") || word.equals("CIPHERTEXT");
        var content = new Content().type(undecrypted ? "unsupported" : "system");
        if (!stub.absent()) {
            content.with(out -> out.object("stub")
                    .text("type", word)
                    .json("parameters", message.get("messageStubParameters"))
                    .endObject());
        }
        var kind = undecrypted ? "stub" : "stub:" + word;
        return keyed(source, message, origin, messageType(origin), kind, content);
    }
}
