package dev.angarium.provider.gowa;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.json.Json;
import java.util.List;

/** Receipts, presence, groups and calls. */
final class GowaStates {
    private static final int PARTICIPANTS = 1024;

    private GowaStates() {}

    /** One event an id. */
    static void statuses(GowaEvent event, List<ProviderEvent> events) {
        var ids = event.payload().get("ids").elements();
        if (ids.isEmpty()) {
            events.add(event.own());
        }
        for (var id : ids) {
            events.add(status(event, id.scalar()));
        }
    }

    private static ProviderEvent status(GowaEvent event, String id) {
        var word = word(event.payload().get("receipt_type").text());
        var origin = event.origin(id).fromMe(true);
        var recipient = origin.senderId().isEmpty() ? origin.chatId() : origin.senderId();
        return new Content()
                .with(Part.status(word, recipient, Json.MISSING))
                .event(
                        event.device(),
                        event.key("status:" + word + ':' + recipient, id),
                        EventTypes.MESSAGE_STATUS,
                        origin,
                        event.raw());
    }

    private static String word(String receipt) {
        return switch (receipt) {
            case "", "delivered" -> "delivered";
            case "read", "read-self" -> "read";
            case "played", "played-self" -> "played";
            case "sender", "server" -> "sent";
            case "server-error" -> "failed";
            default -> receipt;
        };
    }

    /** {state: composing or paused, media: audio or nothing}. */
    static ProviderEvent presence(GowaEvent event) {
        var payload = event.payload();
        var origin = event.origin("");
        var content = new Content().type("presence").with(out -> out.text(
                        "presence", payload.get("state").text())
                .flag("recording", payload.get("media").text().equals("audio"))
                .positive("lastSeen", payload.get("last_seen").number(0)));
        return content.event(event.device(), event.state("presence"), EventTypes.PRESENCE_UPDATED, origin, event.raw());
    }

    /** {chat_id, type: join, leave, promote, demote, jids}. */
    static ProviderEvent participants(GowaEvent event) {
        var payload = event.payload();
        var content = new Content().type("group").with(out -> {
            out.object("group")
                    .text("id", payload.get("chat_id").text())
                    .text("action", payload.get("type").text());
            out.array("participants");
            var jids = payload.get("jids").elements();
            jids.stream().limit(PARTICIPANTS).forEach(jid -> out.beginObject()
                    .text("id", Jids.bare(jid.text()))
                    .endObject());
            out.endArray().endObject();
        });
        return content.event(
                event.device(),
                event.state("group.participants"),
                EventTypes.GROUP_PARTICIPANTS,
                event.origin("").group(true),
                event.raw());
    }

    static ProviderEvent call(GowaEvent event) {
        var payload = event.payload();
        var id = payload.either("call_id", "id").scalar();
        var content = new Content().type("call").with(out -> out.object("call")
                .text("id", id)
                .text("status", "offer")
                .bool("video", payload.get("is_video").isTrue())
                .endObject());
        var caller = event.origin(id);
        var origin = caller.chatId().isEmpty() ? caller.chat(caller.senderId()) : caller;
        return content.event(
                event.device(), event.key("call:offer", id), EventTypes.CALL_RECEIVED, origin, event.raw());
    }
}
