package dev.angarium.provider.broker;

import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Readout;
import dev.angarium.provider.baileys.BaileysContent;
import dev.angarium.provider.baileys.BaileysSource;
import dev.angarium.provider.baileys.WaMessage;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonOut;
import dev.angarium.provider.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Baileys' own messages, made into envelopes. What is no message of another person is ignored, by contract. */
final class RawInbound {
    static final String IGNORED = "raw_inbound_ignored";
    static final String NORMALIZED = "raw_inbound_normalized";

    private static final Set<String> TYPES = Set.of(
            "text", "image", "video", "audio", "document", "buttons_response", "list_response", "poll", "poll_choice");
    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);

    private RawInbound() {}

    static Readout read(Json root, long receivedAt) {
        var data = root.either("data", "payload");
        var list = data.get("messages").isArray() ? data.get("messages") : data;
        var messages = list.absent() ? root.get("messages").elements() : list.elements();
        var instance = root.either("instanceId", "instance").scalar();
        var source = new BaileysSource(instance, "", "", receivedAt);
        var events = new ArrayList<ProviderEvent>();
        for (var message : messages) {
            if (isInbound(message)) {
                events.add(Envelopes.event(envelope(source, root, message)));
            }
        }
        return events.isEmpty()
                ? new Readout.Ignored(IGNORED, Math.max(1, messages.size()))
                : new Readout.Events(events, NORMALIZED, IGNORED, messages.size() - events.size());
    }

    private static boolean isInbound(Json message) {
        var content = message.get("message");
        return message.get("key").isObject()
                && !message.get("key").get("id").scalar().isEmpty()
                && !message.get("key").get("fromMe").isTrue()
                && message.get("messageStubType").absent()
                && content.isObject()
                && content.get("protocolMessage").absent()
                && content.get("historySyncNotification").absent()
                && BaileysContent.read(content, Json.MISSING).kind() == BaileysContent.Kind.CONTENT;
    }

    private static Json envelope(BaileysSource source, Json root, Json message) {
        var read = JSON.tree(WaMessage.event(source, message).data());
        var key = message.get("key");
        var at = Times.of(message.get("messageTimestamp"));
        var time = at == Times.ABSENT ? source.receivedAt() : at;
        var out = new JsonOut(1024).beginObject();
        out.text("id", key.get("id").scalar())
                .text("type", "MESSAGE_INBOUND")
                .text("instanceId", source.externalId().isEmpty() ? "unassigned" : source.externalId())
                .iso("timestamp", time);
        out.object("payload").text("instanceId", source.externalId()).iso("timestamp", time);
        contact(out, read);
        message(out, read, key);
        metadata(out, root, read, key);
        return JSON.tree(out.endObject().endObject().bytes());
    }

    private static void contact(JsonOut out, Json read) {
        var name = read.get("senderName").text();
        out.object("contact")
                .textOrNull("phone", read.get("phone").text())
                .textOrNull("name", name)
                .textOrNull("document", "")
                .textOrNull("registrations", "")
                .textOrNull("avatarUrl", "")
                .textOrNull("pushName", name)
                .endObject();
    }

    private static void message(JsonOut out, Json read, Json key) {
        out.object("message").text("id", key.get("id").scalar()).text("type", type(read));
        out.text("text", read.get("text").text());
        for (var name :
                List.of("media", "location", "contacts", "reply", "poll", "pollVote", "mentions", "forwarded")) {
            out.json(name, read.get(name));
        }
        var media = read.get("media");
        out.text("mimetype", media.get("mimeType").text())
                .positive("fileLength", media.get("size").number(0));
        out.text("fileName", media.get("fileName").text())
                .text("caption", media.get("caption").text());
        var quoted = read.get("quoted");
        out.text("quotedMessageId", quoted.get("messageId").text())
                .text("quotedText", quoted.get("text").text());
        out.endObject();
    }

    /** The envelope knows no voice notes. */
    private static String type(Json read) {
        var type = read.get("type").text();
        return type.equals("voice") ? "audio" : TYPES.contains(type) ? type : "unsupported";
    }

    private static void metadata(JsonOut out, Json root, Json read, Json key) {
        var jid = Jids.bare(key.get("remoteJid").text());
        var participant = Jids.bare(key.get("participant").text());
        out.object("metadata").text("source", "raw_normalized").object("broker");
        out.text("type", "baileys")
                .text("direction", "inbound")
                .bool("normalized", true)
                .text("messageType", type(read));
        out.text("owner", root.get("owner").scalar())
                .text("source", root.get("source").scalar())
                .endObject();
        out.object("rawKey").text("remoteJid", jid).text("participant", participant);
        out.text("jid", Phones.ofJid(jid).isEmpty() ? "" : jid)
                .text("participantJid", participant)
                .endObject();
        out.object("contact").text("participantJid", participant.isEmpty() ? jid : participant);
        out.bool("isGroup", Jids.isGroup(jid)).endObject().endObject();
    }
}
