package dev.angarium.provider.baileys;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Jids;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;

/** Groups and who is in them. */
final class BaileysGroups {
    private static final int PARTICIPANTS = 2048;

    private BaileysGroups() {}

    static ProviderEvent group(BaileysSource source, String name, Json data) {
        var origin = origin(data).chatName(data.get("subject").text());
        var content = new Content().type("group").with(out -> {
            out.object("group").text("id", origin.chatId());
            out.text("subject", data.get("subject").text());
            out.text("description", data.get("desc").text());
            out.text("owner", Jids.bare(data.get("owner").text()));
            participants(out, data.get("participants"));
            out.endObject();
        });
        return content.event(
                source.externalId(),
                source.state(name, data),
                EventTypes.GROUP_UPDATED,
                origin,
                BaileysSource.raw(data));
    }

    /** @param data {id, author, action: add|remove|promote|demote, participants: ids or objects} */
    static ProviderEvent participants(BaileysSource source, Json data) {
        var author = data.get("author");
        var id = author.isObject() ? author.get("id").text() : author.text();
        var origin = origin(data).sender(Jids.bare(id), "");
        var content = new Content().type("group").with(out -> {
            out.object("group").text("id", origin.chatId());
            out.text("action", data.get("action").text());
            participants(out, data.get("participants"));
            out.endObject();
        });
        return content.event(
                source.externalId(),
                source.state("group-participants.update", data),
                EventTypes.GROUP_PARTICIPANTS,
                origin,
                BaileysSource.raw(data));
    }

    private static Origin origin(Json data) {
        return new Origin("", Times.ABSENT)
                .chat(Jids.bare(data.either("id", "groupJid").text()))
                .group(true);
    }

    private static void participants(JsonOut out, Json participants) {
        if (participants.size() == 0) {
            return;
        }
        out.array("participants");
        var count = 0;
        for (var participant : participants.elements()) {
            if (count++ < PARTICIPANTS) {
                participant(out, participant);
            }
        }
        out.endArray();
    }

    private static void participant(JsonOut out, Json participant) {
        var id = participant.isObject() ? participant.get("id").text() : participant.text();
        out.beginObject()
                .text("id", Jids.bare(id))
                .text("jid", Jids.bare(participant.either("phoneNumber", "jid").text()))
                .text("admin", participant.get("admin").text())
                .endObject();
    }
}
