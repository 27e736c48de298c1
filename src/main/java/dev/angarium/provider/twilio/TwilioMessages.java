package dev.angarium.provider.twilio;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.ContentHash;
import dev.angarium.provider.Credentials;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Phones;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;
import java.util.Locale;

/** What Twilio tells of a message. Chats are named by Twilio's addresses, {@code whatsapp:+…}; it gives no times. */
final class TwilioMessages {
    private TwilioMessages() {}

    static ProviderEvent received(Json parameters) {
        var content = TwilioContent.read(parameters);
        var reaction = content.type().equals("reaction");
        return content.event(
                TwilioReader.account(parameters),
                key(reaction ? "reaction" : "content", parameters),
                reaction ? EventTypes.MESSAGE_REACTION : EventTypes.MESSAGE_RECEIVED,
                origin(parameters, parameters.get("From").scalar())
                        .sender(
                                parameters.get("From").scalar(),
                                parameters.get("ProfileName").scalar()),
                parameters.sliceWithout(Credentials.ANYWHERE));
    }

    static ProviderEvent status(Json parameters) {
        var word = word(parameters.get("MessageStatus").scalar());
        var to = parameters.get("To").scalar();
        return new Content()
                .with(status(word, to, parameters))
                .event(
                        TwilioReader.account(parameters),
                        key("status:" + word, parameters),
                        EventTypes.MESSAGE_STATUS,
                        origin(parameters, to).fromMe(true),
                        parameters.sliceWithout(Credentials.ANYWHERE));
    }

    private static Part status(String word, String recipient, Json parameters) {
        return out -> {
            out.object("status").text("value", word).text("recipientId", recipient);
            if (!parameters.get("ErrorCode").absent()) {
                out.array("errors").beginObject();
                out.text("code", parameters.get("ErrorCode")).text("title", parameters.get("ErrorMessage"));
                out.endObject().endArray();
            }
            out.endObject();
        };
    }

    private static String word(String status) {
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "accepted", "scheduled", "queued", "sending" -> "pending";
            case "failed", "undelivered", "canceled" -> "failed";
            default -> status.toLowerCase(Locale.ROOT);
        };
    }

    private static Origin origin(Json parameters, String chat) {
        return new Origin(parameters.either("MessageSid", "SmsSid").scalar(), Times.ABSENT)
                .chat(chat)
                .alternate(parameters.get("WaId").scalar())
                .alternate(TwilioReader.number(parameters.get("ExternalUserId").scalar()))
                .phone(Phones.ofText(TwilioReader.number(chat)));
    }

    private static DedupeKey key(String kind, Json parameters) {
        var id = parameters.either("MessageSid", "SmsSid").scalar();
        return id.isEmpty() ? ContentHash.of(parameters, kind, "") : new DedupeKey(kind, id);
    }
}
