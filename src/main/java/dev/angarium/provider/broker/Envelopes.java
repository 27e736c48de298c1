package dev.angarium.provider.broker;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.Credentials;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.FieldProblem;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The envelope: {id, type, instanceId, timestamp, payload: {contact, message, metadata}}. The message is free; members of
 * it that have our names are taken over as they are. Contact and metadata stay in the data whole, so that the envelope
 * can be told again.
 */
final class Envelopes {
    private static final Set<String> TYPES = Set.of(
            "text",
            "image",
            "video",
            "audio",
            "voice",
            "sticker",
            "document",
            "location",
            "live_location",
            "contacts",
            "reaction",
            "buttons_response",
            "list_response",
            "poll",
            "poll_choice",
            "template",
            "interactive",
            "order",
            "product",
            "call",
            "system",
            "unsupported");
    private static final List<String> PARTS = List.of(
            "media",
            "location",
            "contacts",
            "reaction",
            "reply",
            "poll",
            "pollVote",
            "mentions",
            "forwarded",
            "ephemeralSeconds",
            "referral",
            "order");

    private Envelopes() {}

    static List<FieldProblem> problems(Json root) {
        var problems = new ArrayList<FieldProblem>();
        require(root.get("id").isString() && !root.get("id").text().isEmpty(), "id", "must be a text", problems);
        require(root.get("type").text().equals("MESSAGE_INBOUND"), "type", "must be MESSAGE_INBOUND", problems);
        require(!root.get("instanceId").scalar().isEmpty(), "instanceId", "must be given", problems);
        var payload = root.get("payload");
        for (var name : List.of("contact", "message", "metadata")) {
            require(payload.get(name).isObject(), "payload." + name, "must be an object", problems);
        }
        requireTime(root, "timestamp", "timestamp", problems);
        requireTime(payload, "timestamp", "payload.timestamp", problems);
        return problems;
    }

    private static void require(boolean so, String path, String problem, List<FieldProblem> problems) {
        if (!so) {
            problems.add(new FieldProblem(path, problem));
        }
    }

    private static void requireTime(Json object, String name, String path, List<FieldProblem> problems) {
        var time = object.get(name);
        require(
                time.absent() || Times.of(time) != Times.ABSENT,
                path,
                "must be ISO 8601, or seconds or milliseconds since 1970",
                problems);
    }

    /** @param root as {@link #problems} finds nothing in it */
    static ProviderEvent event(Json root) {
        var payload = root.get("payload");
        return content(payload)
                .event(
                        root.get("instanceId").scalar(),
                        new DedupeKey("content", root.get("id").text()),
                        EventTypes.MESSAGE_RECEIVED,
                        origin(root, payload),
                        root.sliceWithout(Credentials.ANYWHERE));
    }

    private static Origin origin(Json root, Json payload) {
        var contact = payload.get("contact");
        var metadata = payload.get("metadata");
        var phone = contact.get("phone").scalar();
        var jid = metadata.get("rawKey").get("remoteJid").text();
        var named = metadata.get("chatId").text();
        var chat = !named.isEmpty() ? named : jid.isEmpty() ? phone : jid;
        var participant = metadata.get("contact").get("participantJid").text();
        var message = payload.get("message").either("id", "messageId").scalar();
        var stamp = payload.get("timestamp").absent() ? root.get("timestamp") : payload.get("timestamp");
        var origin = new Origin(message.isEmpty() ? root.get("id").text() : message, Times.of(stamp))
                .chat(chat)
                .chatName(metadata.get("chatName").text())
                .group(metadata.get("contact").get("isGroup").isTrue() || Jids.isGroup(chat))
                .sender(
                        participant.isEmpty() ? chat : participant,
                        contact.either("pushName", "name").text());
        metadata.get("alternateIds").forEach(id -> origin.alternate(id.text()));
        var number = Phones.ofText(phone);
        return origin.phone(number.isEmpty() ? Phones.ofJid(chat) : number);
    }

    private static Content content(Json payload) {
        var message = payload.get("message");
        var text = message.either("text", "body").text();
        var told = message.get("type").text();
        var content = new Content()
                .type(TYPES.contains(told) ? told : text.isEmpty() ? "unsupported" : "text")
                .text(text.isEmpty() ? message.get("caption").text() : text);
        for (var name : PARTS) {
            content.with(Part.object(name, message.get(name)));
        }
        var quoted = message.get("quotedMessageId").scalar();
        if (!quoted.isEmpty()) {
            content.with(Part.quoted(quoted, message.get("quotedText").text(), ""));
        }
        return content.with(Part.object("envelopeContact", payload.get("contact")))
                .with(Part.object("envelopeMessage", message))
                .with(Part.object("envelopeMetadata", payload.get("metadata")));
    }
}
