package dev.angarium.format;

import dev.angarium.event.Event;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;
import java.util.Locale;

/** Z-API's ReceivedCallback: the common members, then one of the contents. */
final class ZapiMessage {
    private ZapiMessage() {}

    static void write(JsonOut out, Event event, Json data) {
        common(out, event, data, false);
        ZapiContent.write(out, data);
    }

    static void edited(JsonOut out, Event event, Json data) {
        common(out, event, data, true);
        ZapiContent.write(out, data);
    }

    static void reaction(JsonOut out, Event event, Json data) {
        common(out, event, data, false);
        var reaction = data.get("reaction");
        out.object("reaction")
                .name("value")
                .value(reaction.get("emoji").text())
                .number("time", event.occurredAt())
                .text("reactionBy", ZapiIds.user(data.get("senderId").text()));
        out.object("referencedMessage")
                .text("messageId", reaction.get("targetId"))
                .text("phone", ZapiIds.phone(data))
                .text("participant", ZapiIds.participantPhone(data))
                .endObject()
                .endObject();
    }

    /** Groups, calls, deletions, and what Z-API does not know. */
    static void notification(JsonOut out, Event event, Json data, String word) {
        common(out, event, data, false);
        out.text("notification", word).array("notificationParameters");
        for (var participant : data.get("group").get("participants")) {
            var jid = participant.isString()
                    ? participant.text()
                    : participant.either("jid", "id").text();
            out.value(ZapiIds.user(jid));
        }
        out.endArray();
        out.text("callId", data.get("call").get("id"));
    }

    private static void common(JsonOut out, Event event, Json data, boolean edit) {
        var fromMe = data.get("fromMe").isTrue();
        out.text("type", "ReceivedCallback").text("instanceId", event.instance().id());
        out.text("messageId", data.get("messageId")).text("phone", ZapiIds.phone(data));
        out.text("chatLid", ZapiIds.chatLid(data)).text("senderLid", ZapiIds.senderLid(data));
        out.text("participantPhone", ZapiIds.participantPhone(data));
        out.text("participantLid", data.get("isGroup").isTrue() ? ZapiIds.senderLid(data) : "");
        out.text("connectedPhone", ZapiIds.connectedPhone(data));
        out.bool("fromMe", fromMe).bool("fromApi", false);
        out.bool("isGroup", data.get("isGroup").isTrue());
        var chat = data.get("chatId").text();
        out.bool("isNewsletter", chat.endsWith("@newsletter"))
                .bool("broadcast", chat.endsWith("@broadcast"))
                .bool("isStatusReply", data.get("quoted").get("senderId").text().endsWith("status@broadcast"))
                .bool("isEdit", edit)
                .bool("waitingMessage", isWaiting(data))
                .bool("forwarded", data.get("forwarded").isTrue())
                .bool("viewOnce", data.get("media").get("viewOnce").isTrue());
        out.number("momment", event.occurredAt()).text("status", status(data, fromMe));
        names(out, data);
        out.text("referenceMessageId", reference(data));
        out.positive("messageExpirationSeconds", data.get("ephemeralSeconds").number(0));
        out.json("externalAdReply", data.get("referral"));
    }

    private static void names(JsonOut out, Json data) {
        var chatName = data.get("isGroup").isTrue()
                ? data.get("chatName").text()
                : data.either("chatName", "senderName").text();
        out.textOrNull("chatName", chatName)
                .textOrNull("senderName", data.get("senderName").text())
                .textOrNull("senderPhoto", "")
                .textOrNull("photo", data.get("contact").get("pictureUrl").text());
    }

    /** A placeholder whose content has not been decrypted yet. */
    private static boolean isWaiting(Json data) {
        return data.get("type").text().equals("unsupported")
                && !data.get("stub").absent();
    }

    private static String status(Json data, boolean fromMe) {
        if (!fromMe) {
            return "RECEIVED";
        }
        var value = data.get("status").get("value").text();
        return switch (value) {
            case "" -> "SENT";
            case "delivered" -> "RECEIVED";
            default -> value.toUpperCase(Locale.ROOT);
        };
    }

    private static String reference(Json data) {
        var quoted = data.get("quoted").get("messageId").text();
        var edited = data.get("edit").get("targetId").text();
        var deleted = data.get("delete").get("targetId").text();
        return !quoted.isEmpty() ? quoted : !edited.isEmpty() ? edited : deleted;
    }
}
