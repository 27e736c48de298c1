package dev.angarium.provider.baileys;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;

/**
 * An element of {@code messages.update}: flat, as Evolution has it ({@code keyId, remoteJid, fromMe, status}), or in two
 * halves, as Baileys has it ({@code key, update}). A receipt, an edit, a revocation, or something of its own.
 */
public final class WaUpdate {
    private static final String NAME = "messages.update";

    private WaUpdate() {}

    public static ProviderEvent event(BaileysSource source, Json element) {
        var halves = element.get("key").isObject();
        var update = element.get("update").isObject() ? element.get("update") : element;
        var origin = halves
                ? WaMessage.origin(source, element, element.get("key"), time(update))
                : flat(source, element, time(update));
        if (element.get("receipt").isObject()) {
            return receipt(source, element, origin);
        }
        if (update.get("message").isObject()) {
            var read = BaileysContent.read(update.get("message"), Json.MISSING);
            return switch (read.kind()) {
                case DELETED -> WaMessage.deleted(source, element, origin, read.targetId());
                case EDITED, CONTENT -> WaMessage.edited(source, element, origin, stamped(read, update));
                default -> other(source, element, origin);
            };
        }
        var status = update.get("status").scalar();
        if (isRevoked(update, status)) {
            return WaMessage.deleted(source, element, origin, origin.messageId());
        }
        return status.isEmpty() ? other(source, element, origin) : status(source, element, origin, status);
    }

    private static long time(Json update) {
        return Times.of(update.either("messageTimestamp", "timestamp"));
    }

    /** The target is the updated message itself; the time tells this edit from the next. */
    private static BaileysContent stamped(BaileysContent read, Json update) {
        var stamp = read.editId().isEmpty() ? update.get("messageTimestamp").scalar() : read.editId();
        return new BaileysContent(read.kind(), read.content(), read.targetId(), stamp);
    }

    private static boolean isRevoked(Json update, String status) {
        var stub = update.get("messageStubType").scalar();
        return stub.equals("1") || stub.equals("REVOKE") || status.equals("DELETED");
    }

    /** Evolution's {@code messageId} is a row of its own database; {@code keyId} is the message. */
    private static Origin flat(BaileysSource source, Json element, long at) {
        var keyed = WaMessage.origin(source, element, element, at);
        var id = element.get("keyId").scalar();
        if (id.isEmpty() || id.equals(keyed.messageId())) {
            return keyed;
        }
        return new Origin(id, at)
                .chat(keyed.chatId())
                .group(keyed.isGroup())
                .fromMe(keyed.isFromMe())
                .sender(keyed.senderId(), "")
                .phone(keyed.phoneNumber());
    }

    private static ProviderEvent status(BaileysSource source, Json element, Origin origin, String status) {
        var word = WaStatus.word(status);
        var participant = origin.isGroup() && !origin.senderId().equals(source.ownJid()) ? origin.senderId() : "";
        var recipient = participant.isEmpty() ? origin.chatId() : participant;
        var kind = participant.isEmpty() ? "status:" + word : "status:" + word + ':' + participant;
        return new Content()
                .with(Part.status(word, recipient, Json.MISSING))
                .event(
                        source.externalId(),
                        source.key(kind, origin.messageId(), element),
                        EventTypes.MESSAGE_STATUS,
                        origin,
                        BaileysSource.raw(element));
    }

    /** What one person of a group, or the other side, did with a message: {userJid, receiptTimestamp, readTimestamp, …}. */
    private static ProviderEvent receipt(BaileysSource source, Json element, Origin origin) {
        var receipt = element.get("receipt");
        var played = receipt.get("playedTimestamp");
        var read = receipt.get("readTimestamp");
        var word = played.number(0) > 0 ? "played" : read.number(0) > 0 ? "read" : "delivered";
        var person = Jids.bare(receipt.get("userJid").text());
        var recipient = person.isEmpty() ? origin.chatId() : person;
        return new Content()
                .with(Part.status(word, recipient, Json.MISSING))
                .event(
                        source.externalId(),
                        source.key("status:" + word + ':' + recipient, origin.messageId(), element),
                        EventTypes.MESSAGE_STATUS,
                        origin,
                        BaileysSource.raw(element));
    }

    private static ProviderEvent other(BaileysSource source, Json element, Origin origin) {
        return new Content()
                .event(
                        source.externalId(),
                        source.hashed(NAME, element),
                        ProviderEvent.ownType(NAME),
                        origin,
                        BaileysSource.raw(element));
    }
}
