package dev.angarium.provider.waha;

import dev.angarium.event.EventTypes;
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
import java.util.Locale;

/** Receipts, the session, presence, calls, groups and chats. */
final class WahaStates {
    private static final int PARTICIPANTS = 1024;

    private WahaStates() {}

    static ProviderEvent ack(WahaEvent event) {
        var payload = event.payload();
        var word = word(payload.get("ack").scalar());
        var origin = event.origin(event.messageId());
        var participant = payload.get("participant").text();
        var recipient = participant.isEmpty() ? origin.chatId() : participant;
        var kind = participant.isEmpty() ? "status:" + word : "status:" + word + ':' + participant;
        return new Content()
                .with(Part.status(word, recipient, Json.MISSING))
                .event(
                        event.session(),
                        event.key(kind, event.messageId()),
                        EventTypes.MESSAGE_STATUS,
                        origin,
                        event.raw());
    }

    private static String word(String ack) {
        return switch (ack) {
            case "-1" -> "failed";
            case "0" -> "pending";
            case "1" -> "sent";
            case "2" -> "delivered";
            case "3" -> "read";
            case "4" -> "played";
            default -> ack;
        };
    }

    static ProviderEvent session(WahaEvent event) {
        var status = event.payload().get("status").text();
        var state =
                switch (status) {
                    case "WORKING" -> "open";
                    case "STARTING" -> "connecting";
                    case "SCAN_QR_CODE" -> "qr";
                    case "FAILED", "STOPPED" -> "closed";
                    default -> status.toLowerCase(Locale.ROOT);
                };
        var content = new Content().type("connection").with(out -> out.text("state", state)
                .text("reason", status)
                .text("ownId", event.root().get("me").get("id").text()));
        return content.event(
                event.session(),
                event.state("session"),
                EventTypes.CONNECTION_UPDATED,
                new Origin("", Times.of(event.root().get("timestamp"))),
                event.raw());
    }

    /** {id, presences: [{participant, lastKnownPresence, lastSeen}]}: one event a person. */
    static List<ProviderEvent> presences(WahaEvent event) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var presence : event.payload().get("presences").elements()) {
            events.add(presence(event, presence));
        }
        return events.isEmpty() ? List.of(event.own()) : events;
    }

    private static ProviderEvent presence(WahaEvent event, Json presence) {
        var chat = event.payload().get("id").text();
        var person = presence.get("participant").text();
        var sender = person.isEmpty() ? chat : person;
        var word = presence.get("lastKnownPresence").text();
        var content = new Content().type("presence").with(out -> out.text("presence", said(word))
                .positive("lastSeen", presence.get("lastSeen").number(0)));
        var origin = new Origin("", Times.ABSENT)
                .chat(chat)
                .group(Jids.isGroup(chat))
                .sender(sender, "")
                .phone(Phones.ofJid(sender));
        return content.event(
                event.session(), event.state("presence " + sender), EventTypes.PRESENCE_UPDATED, origin, event.raw());
    }

    private static String said(String word) {
        return switch (word) {
            case "typing" -> "composing";
            case "online" -> "available";
            case "offline" -> "unavailable";
            default -> word;
        };
    }

    /** Each once per call. */
    static ProviderEvent call(WahaEvent event) {
        var payload = event.payload();
        var id = payload.get("id").scalar();
        var status = event.name().substring("call.".length());
        var from = payload.get("from").text();
        var content = new Content().type("call").with(out -> out.object("call")
                .text("id", id)
                .text("status", status)
                .bool("video", payload.get("isVideo").isTrue())
                .endObject());
        var origin = event.origin(id).chat(from).sender(from, "").phone(Phones.ofJid(from));
        return content.event(
                event.session(), event.key("call:" + status, id), EventTypes.CALL_RECEIVED, origin, event.raw());
    }

    static ProviderEvent participants(WahaEvent event) {
        var payload = event.payload();
        var told = payload.either("type", "action").text();
        var action = told.isEmpty() ? event.name().substring(event.name().lastIndexOf('.') + 1) : told;
        var origin = group(payload);
        var content = new Content().type("group").with(out -> {
            out.object("group")
                    .text("id", origin.chatId())
                    .text("action", action)
                    .array("participants");
            var people = payload.get("participants").elements();
            people.stream().limit(PARTICIPANTS).forEach(person -> out.beginObject()
                    .text("id", person.isObject() ? person.get("id").text() : person.text())
                    .text("admin", person.get("role").text())
                    .endObject());
            out.endArray().endObject();
        });
        return content.event(
                event.session(), event.state(event.name()), EventTypes.GROUP_PARTICIPANTS, origin, event.raw());
    }

    static ProviderEvent group(WahaEvent event) {
        var payload = event.payload();
        var origin = group(payload);
        var group = payload.get("group");
        var content = new Content().type("group").with(out -> out.object("group")
                .text("id", origin.chatId())
                .text("subject", group.get("subject").text())
                .text("description", group.get("description").text())
                .endObject());
        return content.event(event.session(), event.state(event.name()), EventTypes.GROUP_UPDATED, origin, event.raw());
    }

    private static Origin group(Json payload) {
        var group = payload.get("group");
        var id = group.isObject()
                ? group.get("id").text()
                : payload.either("groupId", "id").text();
        return new Origin("", Times.of(payload.get("timestamp")))
                .chat(id)
                .chatName(group.get("subject").text())
                .group(true);
    }

    static ProviderEvent archive(WahaEvent event) {
        var payload = event.payload();
        var chat = payload.get("id").text();
        var change = payload.get("archived").isTrue() ? "archive" : "unarchive";
        var content = new Content().type("chat").with(out -> out.object("chat")
                .text("id", chat)
                .text("change", change)
                .endObject());
        var origin = new Origin("", Times.of(payload.get("timestamp")))
                .chat(chat)
                .group(Jids.isGroup(chat))
                .phone(Phones.ofJid(chat));
        return content.event(event.session(), event.state(event.name()), EventTypes.CHAT_UPDATED, origin, event.raw());
    }
}
