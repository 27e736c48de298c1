package dev.angarium.provider.whatsmeow;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;
import java.util.List;
import java.util.Locale;

/** Receipts, presence, connection, calls, groups and contacts. */
final class WhatsmeowStates {
    private static final int PARTICIPANTS = 1024;
    private static final List<String> CHANGES = List.of("Join", "Leave", "Promote", "Demote");

    private WhatsmeowStates() {}

    /** One event an id. */
    static void receipts(WhatsmeowEvent event, List<ProviderEvent> events) {
        var ids = event.event().get("MessageIDs").elements();
        if (ids.isEmpty()) {
            events.add(event.own());
        }
        for (var id : ids) {
            events.add(receipt(event, id.scalar()));
        }
    }

    private static ProviderEvent receipt(WhatsmeowEvent event, String id) {
        var receipt = event.event();
        var told = event.root().get("state").text();
        var word = word(told.isEmpty() ? receipt.get("Type").text() : told);
        var source = event.origin(receipt, id);
        var origin = source.fromMe(true);
        var recipient = origin.isGroup() ? origin.senderId() : origin.chatId();
        var kind = origin.isGroup() ? "status:" + word + ':' + recipient : "status:" + word;
        return new Content()
                .with(Part.status(word, recipient, Json.MISSING))
                .event(event.instance(), event.key(kind, id), EventTypes.MESSAGE_STATUS, origin, event.raw());
    }

    private static String word(String state) {
        return switch (state.toLowerCase(Locale.ROOT)) {
            case "", "delivered" -> "delivered";
            case "read", "readself", "read-self" -> "read";
            case "played", "playedself", "played-self" -> "played";
            case "sender" -> "sent";
            case "server-error", "servererror" -> "failed";
            default -> state.toLowerCase(Locale.ROOT);
        };
    }

    static ProviderEvent chatPresence(WhatsmeowEvent event) {
        var state = event.event().get("State").text();
        var content = new Content().type("presence").with(out -> out.text("presence", state)
                .flag("recording", event.event().get("Media").text().equals("audio")));
        var origin = event.origin(event.event(), "");
        return content.event(
                event.instance(), event.state("presence"), EventTypes.PRESENCE_UPDATED, origin, event.raw());
    }

    static ProviderEvent presence(WhatsmeowEvent event) {
        var from = Jids.bare(event.event().get("From").text());
        var gone = event.event().get("Unavailable").isTrue()
                || event.root().get("state").text().equals("offline");
        var seen = Times.of(event.event().get("LastSeen"));
        var content = new Content().type("presence").with(out -> out.text(
                        "presence", gone ? "unavailable" : "available")
                .positive("lastSeen", seen));
        var origin = new Origin("", Times.ABSENT).chat(from).sender(from, "").phone(Phones.ofJid(from));
        return content.event(
                event.instance(), event.state("presence"), EventTypes.PRESENCE_UPDATED, origin, event.raw());
    }

    /** The picture stays in raw. */
    static ProviderEvent qrCode(WhatsmeowEvent event) {
        var codes = event.event().either("Codes", "code");
        var code = codes.isArray() ? codes.at(0).text() : codes.text();
        var content = new Content()
                .type("qr")
                .with(out ->
                        out.text("state", "qr").object("qr").text("code", code).endObject());
        return state(event, "qr", content);
    }

    static ProviderEvent connection(WhatsmeowEvent event, String state) {
        var content = new Content().type("connection").with(out -> out.text("state", state)
                .text("reason", event.name())
                .text("ownId", Jids.bare(event.event().either("ID", "JID").text())));
        return state(event, state, content);
    }

    private static ProviderEvent state(WhatsmeowEvent event, String name, Content content) {
        return content.event(
                event.instance(),
                event.state(name),
                EventTypes.CONNECTION_UPDATED,
                new Origin("", Times.ABSENT),
                event.raw());
    }

    /** Offered, accepted, rejected, ended: each once per call. */
    static ProviderEvent call(WhatsmeowEvent event) {
        var call = event.event();
        var id = call.get("CallID").scalar();
        var status = event.name().substring("Call".length()).toLowerCase(Locale.ROOT);
        var from = Jids.bare(call.either("CallCreator", "From").text());
        var content = new Content().type("call").with(out -> out.object("call")
                .text("id", id)
                .text("status", status)
                .text("reason", call.get("Reason").text())
                .bool("video", call.get("Media").text().equals("video"))
                .endObject());
        var origin = new Origin(id, Times.of(call.get("Timestamp")))
                .chat(from)
                .sender(from, "")
                .alternate(Jids.bare(call.get("CallCreatorAlt").text()))
                .phone(Phones.ofJid(from));
        return content.event(
                event.instance(), event.key("call:" + status, id), EventTypes.CALL_RECEIVED, origin, event.raw());
    }

    static ProviderEvent group(WhatsmeowEvent event) {
        var info = event.event();
        var change = CHANGES.stream().filter(name -> info.get(name).size() > 0).findFirst();
        var origin = new Origin("", Times.of(info.get("Timestamp")))
                .chat(Jids.bare(info.get("JID").text()))
                .chatName(named(info))
                .group(true)
                .sender(Jids.bare(info.get("Sender").text()), "")
                .alternate(Jids.bare(info.get("SenderPN").text()));
        var content = new Content().type("group").with(out -> {
            out.object("group").text("id", origin.chatId()).text("subject", named(info));
            change.ifPresent(name -> participants(out, name, info.get(name)));
            out.endObject();
        });
        var type = change.isPresent() ? EventTypes.GROUP_PARTICIPANTS : EventTypes.GROUP_UPDATED;
        return content.event(event.instance(), event.state(event.name()), type, origin, event.raw());
    }

    private static String named(Json info) {
        var name = info.get("Name");
        return name.isObject() ? name.get("Name").text() : name.text();
    }

    private static void participants(JsonOut out, String change, Json jids) {
        var action =
                switch (change) {
                    case "Join" -> "add";
                    case "Leave" -> "remove";
                    default -> change.toLowerCase(Locale.ROOT);
                };
        out.text("action", action).array("participants");
        jids.elements().stream().limit(PARTICIPANTS).forEach(jid -> out.beginObject()
                .text("id", Jids.bare(jid.text()))
                .endObject());
        out.endArray();
    }

    static ProviderEvent contact(WhatsmeowEvent event) {
        var contact = event.event();
        var jid = Jids.bare(contact.get("JID").text());
        var action = contact.get("Action").get("fullName").text();
        var name = action.isEmpty() ? contact.get("NewPushName").text() : action;
        var origin = new Origin("", Times.of(contact.get("Timestamp")))
                .chat(jid)
                .chatName(name)
                .group(Jids.isGroup(jid))
                .phone(Phones.ofJid(jid));
        var content = new Content()
                .type("contact")
                .with(out ->
                        out.object("contact").text("id", jid).text("name", name).endObject());
        return content.event(
                event.instance(), event.state(event.name()), EventTypes.CONTACT_UPDATED, origin, event.raw());
    }
}
