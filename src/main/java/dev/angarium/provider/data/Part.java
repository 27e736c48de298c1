package dev.angarium.provider.data;

import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;
import java.util.List;

/** One named piece of an event's data beside its type and text. Writes itself as a member, or nothing. */
@FunctionalInterface
public interface Part {
    void writeTo(JsonOut out);

    /** {latitude, longitude, name, address, url} */
    static Part location(Json latitude, Json longitude, String name, String address, String url) {
        return out -> out.object("location")
                .real("latitude", latitude)
                .real("longitude", longitude)
                .text("name", name)
                .text("address", address)
                .text("url", url)
                .endObject();
    }

    /** One of the shared contacts. */
    record Card(String name, List<String> phones, String vcard) {}

    static Part contacts(List<Card> cards) {
        return out -> {
            out.array("contacts");
            for (var card : cards) {
                out.beginObject().text("name", card.name()).array("phones");
                card.phones().forEach(out::value);
                out.endArray().text("vcard", card.vcard()).endObject();
            }
            out.endArray();
        };
    }

    /** An empty emoji takes the reaction away and is written as null. */
    static Part reaction(String emoji, String targetId) {
        return out -> out.object("reaction")
                .textOrNull("emoji", emoji)
                .text("targetId", targetId)
                .endObject();
    }

    /** @param kind button, list, flow or template */
    static Part reply(String id, String title, String kind) {
        return out -> out.object("reply")
                .text("id", id)
                .text("title", title)
                .text("kind", kind)
                .endObject();
    }

    /** @param max how many options one may choose; 0 where it is unlimited */
    static Part poll(String question, List<String> options, long max) {
        return out -> {
            out.object("poll").text("question", question).array("options");
            options.forEach(out::value);
            out.endArray().number("max", max).endObject();
        };
    }

    /** The options are empty where the vote is still encrypted. */
    static Part pollVote(String pollId, List<String> options) {
        return out -> {
            out.object("pollVote").text("pollId", pollId).array("options");
            options.forEach(out::value);
            out.endArray().endObject();
        };
    }

    static Part quoted(String messageId, String text, String senderId) {
        return out -> out.object("quoted")
                .text("messageId", messageId)
                .text("text", text)
                .text("senderId", senderId)
                .endObject();
    }

    static Part mentions(List<String> ids) {
        return out -> {
            if (!ids.isEmpty()) {
                out.array("mentions");
                ids.forEach(out::value);
                out.endArray();
            }
        };
    }

    /** The content could not be decrypted yet; it may follow under the same id. */
    static Part waiting() {
        return out -> out.object("stub").text("type", "CIPHERTEXT").endObject();
    }

    static Part forwarded() {
        return out -> out.bool("forwarded", true);
    }

    static Part ephemeral(long seconds) {
        return out -> out.positive("ephemeralSeconds", seconds);
    }

    /** A provider's own object, kept as it came: referral, order and the like. */
    static Part object(String name, Json value) {
        return out -> out.json(name, value);
    }

    /** @param value sent, delivered, read, played, failed, or the provider's own word */
    static Part status(String value, String recipientId, Json errors) {
        return out -> out.object("status")
                .text("value", value)
                .text("recipientId", recipientId)
                .json("errors", errors)
                .endObject();
    }

    static Part edit(String targetId) {
        return out -> out.object("edit").text("targetId", targetId).endObject();
    }

    static Part delete(String targetId) {
        return out -> out.object("delete").text("targetId", targetId).endObject();
    }
}
