package dev.angarium.format;

import dev.angarium.event.Event;
import dev.angarium.event.EventTypes;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;
import java.util.Locale;

/**
 * Z-API's webhook schema, with its spelling ({@code momment}). What Z-API has no callback for comes as it sends such
 * things itself: a ReceivedCallback with a {@code notification} in capitals and its parameters.
 */
final class ZapiFormat implements Format {
    @Override
    public String name() {
        return "zapi";
    }

    @Override
    public byte[] render(Event event) {
        var data = StoredData.tree(event);
        var out = new JsonOut(event.data().length * 2 + 512).beginObject();
        switch (event.type()) {
            case EventTypes.MESSAGE_RECEIVED, EventTypes.MESSAGE_SENT -> ZapiMessage.write(out, event, data);
            case EventTypes.MESSAGE_REACTION -> ZapiMessage.reaction(out, event, data);
            case EventTypes.MESSAGE_EDITED -> ZapiMessage.edited(out, event, data);
            case EventTypes.MESSAGE_STATUS -> status(out, event, data);
            case EventTypes.PRESENCE_UPDATED -> presence(out, event, data);
            case EventTypes.CONNECTION_UPDATED -> connection(out, event, data);
            default -> ZapiMessage.notification(out, event, data, notification(event.type(), data));
        }
        return out.endObject().bytes();
    }

    /** Z-API's own word where it has one. */
    private static String notification(String type, Json data) {
        var action = data.get("group").get("action").text();
        return switch (type) {
            case EventTypes.MESSAGE_DELETED -> "REVOKE";
            case EventTypes.CALL_RECEIVED -> call(data.get("call"));
            case EventTypes.GROUP_PARTICIPANTS -> action.isEmpty() ? word(type) : "GROUP_PARTICIPANT_" + word(action);
            default -> word(type);
        };
    }

    private static String call(Json call) {
        var kind = call.get("video").isTrue() ? "VIDEO" : "VOICE";
        return switch (call.get("status").text()) {
            case "missed", "timeout" -> "CALL_MISSED_" + kind;
            case "reject", "rejected", "terminate", "accept", "accepted" ->
                "CALL_" + word(call.get("status").text()) + '_' + kind;
            default -> "CALL_" + kind;
        };
    }

    private static String word(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static void status(JsonOut out, Event event, Json data) {
        var value = data.get("status").get("value").text();
        var phone = ZapiIds.phone(data);
        if (value.equals("failed")) {
            out.text("phone", phone)
                    .text("zaapId", data.get("messageId"))
                    .text("messageId", data.get("messageId"))
                    .text("type", "DeliveryCallback")
                    .text("instanceId", event.instance().id())
                    .json("error", data.get("status").get("errors"));
            return;
        }
        out.text("instanceId", event.instance().id()).text("status", statusWord(value, data));
        out.array("ids").value(data.get("messageId").text()).endArray();
        out.number("momment", event.occurredAt())
                .number("phoneDevice", 0)
                .text("phone", phone)
                .text("type", "MessageStatusCallback")
                .bool("isGroup", data.get("isGroup").isTrue());
    }

    private static String statusWord(String value, Json data) {
        return switch (value) {
            case "delivered" -> "RECEIVED";
            case "read" -> data.get("fromMe").isTrue() ? "READ" : "READ_BY_ME";
            default -> value.toUpperCase(Locale.ROOT);
        };
    }

    private static void presence(JsonOut out, Event event, Json data) {
        out.text("phone", ZapiIds.phone(data))
                .text("status", data.get("presence").text().toUpperCase(Locale.ROOT))
                .textOrNull("lastSeen", data.get("lastSeen").scalar())
                .text("type", "PresenceChatCallback")
                .text("instanceId", event.instance().id());
    }

    private static void connection(JsonOut out, Event event, Json data) {
        var state = data.get("state").text();
        if (!state.equals("open") && !state.equals("closed")) {
            ZapiMessage.notification(out, event, data, "CONNECTION_" + state.toUpperCase(Locale.ROOT));
            return;
        }
        var open = state.equals("open");
        out.text("type", open ? "ConnectedCallback" : "DisconnectedCallback")
                .bool(open ? "connected" : "disconnected", true)
                .textOrNull("phone", ZapiIds.user(data.get("ownId").text()))
                .text("error", open ? "" : data.get("reason").scalar())
                .number("momment", event.occurredAt())
                .text("instanceId", event.instance().id());
    }
}
