package dev.angarium.provider.meta;

import dev.angarium.event.EventTypes;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Part;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;

/** Receipts of own messages, and calls. */
final class MetaStatuses {
    private MetaStatuses() {}

    /** Meta's words are ours; one that is not is kept as it is. */
    static ProviderEvent status(MetaChange change, Json status) {
        var word = status.get("status").scalar();
        var recipient = status.either("recipient_id", "recipient_user_id").scalar();
        var participant = participant(status);
        var group = status.get("recipient_type").text().equals("group");
        var origin = new Origin(status.get("id").scalar(), Times.of(status.get("timestamp")))
                .fromMe(true)
                .chat(recipient)
                .group(group);
        if (!group) {
            change.describe(origin, recipient, status.get("recipient_user_id").scalar());
        }
        var content = new Content()
                .with(Part.status(word, participant.isEmpty() ? recipient : participant, status.get("errors")));
        var kind = participant.isEmpty() ? "status:" + word : "status:" + word + ':' + participant;
        return content.event(
                change.phoneNumberId(), change.key(kind, status), EventTypes.MESSAGE_STATUS, origin, status.slice());
    }

    private static String participant(Json status) {
        return status.either("recipient_participant_id", "recipient_participant_user_id")
                .scalar();
    }

    /** One call gives several events: its connecting, its end, the states between. */
    static ProviderEvent call(MetaChange change, Json call) {
        var outbound = call.get("direction").text().startsWith("BUSINESS");
        var from = call.either("from", "from_user_id").scalar();
        var to = call.either("to", "to_user_id").scalar();
        var other = outbound ? to : from;
        var origin = new Origin(call.get("id").scalar(), Times.of(call.get("timestamp")))
                .fromMe(outbound)
                .chat(other)
                .sender(from, outbound ? "" : change.nameOf(other, ""));
        change.describe(origin, other, call.get("from_user_id").scalar());
        var event = call.get("event").text();
        var content = new Content().type("call").with(out -> out.object("call")
                .text("id", call.get("id"))
                .text("event", event)
                .text("status", call.get("status"))
                .text("direction", outbound ? "outbound" : "inbound")
                .positive("seconds", call.get("duration").number(0))
                .endObject());
        var key = call.get("id").scalar().isEmpty()
                ? change.key("call", call)
                : new DedupeKey(
                        "call:" + event + call.get("status").scalar(),
                        call.get("id").scalar());
        return content.event(change.phoneNumberId(), key, EventTypes.CALL_RECEIVED, origin, call.slice());
    }
}
