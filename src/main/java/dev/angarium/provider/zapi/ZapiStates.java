package dev.angarium.provider.zapi;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;
import java.util.List;
import java.util.Locale;

/** How far messages came, who is typing, and whether the phone is connected. */
final class ZapiStates {
    private static final String READ_BY_ME = "READ_BY_ME";

    private ZapiStates() {}

    /** One event an id. */
    static void statuses(ZapiCallback callback, List<ProviderEvent> events) {
        var ids = callback.body().get("ids").elements();
        if (ids.isEmpty()) {
            events.add(callback.own(callback.type()));
        }
        for (var id : ids) {
            events.add(
                    status(callback, id.scalar(), callback.body().get("status").text(), Json.MISSING));
        }
    }

    /** A message that was asked for by the API has left; or it has not. */
    static ProviderEvent delivery(ZapiCallback callback) {
        var error = callback.body().get("error");
        return status(callback, callback.messageId(), error.absent() ? "SENT" : "ERROR", error);
    }

    private static ProviderEvent status(ZapiCallback callback, String id, String status, Json error) {
        var body = callback.body();
        var chat = body.get("phone").scalar();
        var participant = body.either("participant", "participantPhone").scalar();
        var word = word(status);
        var kind = status.equals(READ_BY_ME) ? "status:read_by_me" : "status:" + word;
        var origin = new Origin(id, callback.at())
                .chat(chat)
                .group(body.get("isGroup").isTrue() || chat.endsWith("-group"))
                .fromMe(!status.equals(READ_BY_ME))
                .phone(Phones.ofDigits(chat));
        return new Content()
                .with(Part.status(word, participant.isEmpty() ? chat : participant, error))
                .event(
                        callback.instance(),
                        callback.key(participant.isEmpty() ? kind : kind + ':' + participant, id),
                        EventTypes.MESSAGE_STATUS,
                        origin,
                        callback.raw());
    }

    private static String word(String status) {
        return switch (status) {
            case "SENT" -> "sent";
            case "RECEIVED" -> "delivered";
            case "READ", READ_BY_ME -> "read";
            case "PLAYED" -> "played";
            case "ERROR", "FAILED" -> "failed";
            default -> status.toLowerCase(Locale.ROOT);
        };
    }

    static ProviderEvent presence(ZapiCallback callback) {
        var body = callback.body();
        var chat = body.get("phone").scalar();
        var content = new Content().type("presence").with(out -> out.text(
                        "presence", body.get("status").text().toLowerCase(Locale.ROOT))
                .positive("lastSeen", body.get("lastSeen").number(0)));
        var origin = new Origin("", Times.ABSENT)
                .chat(chat)
                .group(chat.endsWith("-group"))
                .sender(body.either("participantPhone", "phone").scalar(), "")
                .phone(Phones.ofDigits(chat));
        return content.event(
                callback.instance(), callback.state("presence"), EventTypes.PRESENCE_UPDATED, origin, callback.raw());
    }

    static ProviderEvent connection(ZapiCallback callback, String state) {
        var body = callback.body();
        var content = new Content().type("connection").with(out -> out.text("state", state)
                .text("reason", body.get("error").scalar())
                .text("ownId", body.either("phone", "connectedPhone").scalar()));
        return content.event(
                callback.instance(),
                callback.state(state),
                EventTypes.CONNECTION_UPDATED,
                new Origin("", callback.at()),
                callback.raw());
    }
}
