package dev.angarium.provider.baileys;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Presence, connection, calls, contacts, chats: states that come back, so their keys carry the notification's stamp. */
final class BaileysStates {
    private BaileysStates() {}

    /** {id, presences: {jid: {lastKnownPresence}}}: one event a person. */
    static List<ProviderEvent> presences(BaileysSource source, Json data) {
        var events = new ArrayList<ProviderEvent>(1);
        for (var element : data.elements()) {
            var presences = element.get("presences");
            for (var at = 0; at < presences.size() && presences.isObject(); at++) {
                events.add(presence(source, element, presences.key(at), presences.at(at)));
            }
            if (presences.size() == 0 || !presences.isObject()) {
                events.add(source.own("presence.update", element));
            }
        }
        return events;
    }

    private static ProviderEvent presence(BaileysSource source, Json element, String jid, Json presence) {
        var chat = Jids.bare(element.get("id").text());
        var sender = Jids.bare(jid);
        var origin = new Origin("", Times.ABSENT)
                .chat(chat)
                .group(Jids.isGroup(chat))
                .sender(sender, "")
                .phone(Phones.ofJid(sender));
        var word = presence.get("lastKnownPresence").text();
        var content = new Content().type("presence").with(out -> out.text("presence", word)
                .positive("lastSeen", presence.get("lastSeen").number(0)));
        var key = source.state("presence " + jid, element);
        return content.event(source.externalId(), key, EventTypes.PRESENCE_UPDATED, origin, BaileysSource.raw(element));
    }

    static ProviderEvent connection(BaileysSource source, Json data) {
        var told = data.either("state", "connection").text();
        var state = told.isEmpty() ? data.get("status").text() : told;
        var word = state.equals("close") ? "closed" : state;
        var content = new Content().type("connection").with(out -> out.text("state", word)
                .text("reason", data.either("statusReason", "reason"))
                .text("ownId", Jids.bare(data.either("wuid", "owner").text()))
                .text("profileName", data.get("profileName").text()));
        return state(source, EventTypes.CONNECTION_UPDATED, "connection", content, data);
    }

    /** The picture stays in raw: the code says the same in less. */
    static ProviderEvent qrCode(BaileysSource source, Json data) {
        var qr = data.get("qrcode").isObject() ? data.get("qrcode") : data;
        var content = new Content().type("qr").with(out -> out.text("state", "qr")
                .object("qr")
                .text("code", qr.get("code").text())
                .text("pairingCode", qr.get("pairingCode").text())
                .endObject());
        return state(source, EventTypes.CONNECTION_UPDATED, "qr", content, data);
    }

    /** Baileys' own: the code alone. */
    static ProviderEvent qr(BaileysSource source, Json data) {
        var content = new Content().type("qr").with(out -> out.text("state", "qr")
                .object("qr")
                .text("code", data.get("qr").text())
                .endObject());
        return state(source, EventTypes.CONNECTION_UPDATED, "qr", content, data);
    }

    private static ProviderEvent state(BaileysSource source, String type, String name, Content content, Json data) {
        return content.event(
                source.externalId(),
                source.state(name, data),
                type,
                new Origin("", Times.ABSENT),
                BaileysSource.raw(data));
    }

    static ProviderEvent contact(BaileysSource source, String name, Json data) {
        var jid = Jids.bare(data.either("remoteJid", "id").text());
        var shown = data.either("pushName", "name").text();
        var title = shown.isEmpty() ? data.either("notify", "verifiedName").text() : shown;
        var origin = new Origin("", Times.ABSENT)
                .chat(jid)
                .chatName(title)
                .group(Jids.isGroup(jid))
                .alternate(Jids.bare(data.get("lid").text()))
                .alternate(Jids.bare(data.either("remoteJidAlt", "phoneNumber").text()))
                .phone(Phones.ofJid(jid));
        var content = new Content().type("contact").with(out -> out.object("contact")
                .text("id", jid)
                .text("name", title)
                .text(
                        "pictureUrl",
                        data.either("profilePicUrl", "profilePictureUrl").text())
                .endObject());
        return content.event(
                source.externalId(),
                source.state(name, data),
                EventTypes.CONTACT_UPDATED,
                origin,
                BaileysSource.raw(data));
    }

    /** An object, or the chat's id alone. */
    static ProviderEvent chat(BaileysSource source, String name, Json data) {
        var jid = Jids.bare(data.isObject() ? data.either("remoteJid", "id").text() : data.scalar());
        var origin = new Origin("", Times.ABSENT)
                .chat(jid)
                .chatName(data.either("name", "pushName").text())
                .group(Jids.isGroup(jid))
                .phone(Phones.ofJid(jid));
        var change = name.substring(name.indexOf('.') + 1);
        var content = new Content().type("chat").with(out -> {
            out.object("chat").text("id", jid).text("change", change);
            var unread = data.either("unreadMessages", "unreadCount").number(-1);
            if (unread >= 0) {
                out.number("unread", unread);
            }
            out.endObject();
        });
        return content.event(
                source.externalId(),
                source.state(name, data),
                EventTypes.CHAT_UPDATED,
                origin,
                BaileysSource.raw(data));
    }

    /** offer, ringing, accept, reject, timeout, terminate: each once per call. */
    static ProviderEvent call(BaileysSource source, Json data) {
        var id = data.get("id").scalar();
        var status = data.get("status").text().toLowerCase(Locale.ROOT);
        var from = Jids.bare(data.get("from").text());
        var chat = Jids.bare(data.get("chatId").text());
        var origin = new Origin(id, Times.of(data.either("date", "timestamp")))
                .chat(chat.isEmpty() ? from : chat)
                .group(data.get("isGroup").isTrue() || Jids.isGroup(chat))
                .sender(from, "")
                .alternate(Jids.bare(data.either("callerPn", "remoteJidAlt").text()))
                .phone(Phones.ofJid(from));
        var content = new Content().type("call").with(out -> out.object("call")
                .text("id", id)
                .text("status", status)
                .bool("video", data.get("isVideo").isTrue())
                .endObject());
        var key = id.isEmpty() ? source.state("call", data) : new DedupeKey("call:" + status, id);
        return content.event(source.externalId(), key, EventTypes.CALL_RECEIVED, origin, BaileysSource.raw(data));
    }
}
