package dev.angarium.format;

import dev.angarium.event.Event;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;
import java.util.Set;

/** The HTTP broker's MESSAGE_INBOUND envelope. The message is the normalised event, flat; who and where is metadata. */
final class MessageInboundFormat implements Format {
    /** Members of data that stand elsewhere in the envelope. */
    private static final Set<String> ELSEWHERE = Set.of(
            "messageId",
            "direction",
            "chatId",
            "chatName",
            "senderId",
            "senderName",
            "phone",
            "alternateIds",
            "fromMe",
            "isGroup",
            "participantId",
            "timestampSource",
            "quoted");

    @Override
    public String name() {
        return "message_inbound";
    }

    @Override
    public byte[] render(Event event) {
        var data = StoredData.tree(event);
        var out = new JsonOut(event.data().length * 2 + 512).beginObject();
        out.text("id", event.id().toString())
                .text("type", "MESSAGE_INBOUND")
                .text("instanceId", event.instance().id())
                .iso("timestamp", event.occurredAt())
                .text("cursor", Long.toString(event.seq()));
        out.object("payload").text("instanceId", event.instance().id()).iso("timestamp", event.occurredAt());
        if (data.get("envelopeMessage").isObject()) {
            again(out, data);
        } else {
            contact(out, data);
            message(out, data);
            metadata(out, event, data);
        }
        return out.endObject().endObject().bytes();
    }

    /** What came as an envelope goes out with all it had, known or not. */
    private static void again(JsonOut out, Json data) {
        out.json("contact", data.get("envelopeContact"))
                .json("message", data.get("envelopeMessage"))
                .json("metadata", data.get("envelopeMetadata"));
    }

    private static void contact(JsonOut out, Json data) {
        var name = data.either("senderName", "chatName").text();
        out.object("contact")
                .textOrNull("phone", data.get("phone").text())
                .textOrNull("name", name)
                .textOrNull("document", "")
                .textOrNull("registrations", "")
                .textOrNull("avatarUrl", data.get("contact").get("pictureUrl").text())
                .textOrNull("pushName", data.get("senderName").text())
                .endObject();
    }

    private static void message(JsonOut out, Json data) {
        out.object("message").text("id", data.get("messageId"));
        for (var at = 0; at < data.size(); at++) {
            if (!ELSEWHERE.contains(data.key(at))) {
                out.json(data.key(at), data.at(at));
            }
        }
        var quoted = data.get("quoted");
        out.text("quotedMessageId", quoted.get("messageId")).text("quotedText", quoted.get("text"));
        out.endObject();
    }

    private static void metadata(JsonOut out, Event event, Json data) {
        out.object("metadata")
                .text("eventType", event.type())
                .text("eventId", event.id().toString());
        out.number("sequence", event.seq()).text("tenantId", event.instance().tenantId());
        out.text("chatId", data.get("chatId")).text("chatName", data.get("chatName"));
        out.json("alternateIds", data.get("alternateIds"));
        out.object("broker")
                .text("direction", data.get("direction"))
                .bool("normalized", true)
                .text("messageType", data.get("type"))
                .endObject();
        out.object("contact")
                .text("participantJid", data.either("participantId", "senderId"))
                .bool("isGroup", data.get("isGroup").isTrue())
                .endObject();
        out.endObject();
    }
}
