package dev.angarium.format;

import dev.angarium.provider.data.Jids;
import dev.angarium.provider.json.Json;

/** Ids as Z-API writes them: digits for a phone, {@code <id>-group} for a group, hidden ids apart. */
final class ZapiIds {
    private static final String LID = "@lid";
    private static final String GROUP = "-group";

    private ZapiIds() {}

    /** The chat: the group, or the other side's number, or whatever id there is instead. */
    static String phone(Json data) {
        var chat = data.get("chatId").text();
        if (data.get("isGroup").isTrue()) {
            return chat.endsWith(GROUP) ? chat : Jids.user(chat) + GROUP;
        }
        var phone = data.get("phone").text();
        return phone.isEmpty() ? user(chat) : phone.substring(1);
    }

    /** The own number, which is known of what went out from it. */
    static String connectedPhone(Json data) {
        var own = data.get("fromMe").isTrue() ? user(data.get("senderId").text()) : "";
        return own.startsWith("+") ? own.substring(1) : own;
    }

    static String user(String id) {
        return Jids.isPhone(id) ? Jids.user(id) : id;
    }

    /** Of a group's participant; empty outside groups. */
    static String participantPhone(Json data) {
        if (!data.get("isGroup").isTrue()) {
            return "";
        }
        var phone = data.get("phone").text();
        return phone.isEmpty() ? user(data.get("senderId").text()) : phone.substring(1);
    }

    /** The id itself where it is a hidden one; outside groups also the one that is known beside it. */
    static String chatLid(Json data) {
        var chat = data.get("chatId").text();
        return chat.endsWith(LID) || data.get("isGroup").isTrue() ? lid(chat) : alternateLid(data);
    }

    static String senderLid(Json data) {
        var sender = data.get("senderId").text();
        return sender.endsWith(LID) ? sender : alternateLid(data);
    }

    private static String lid(String id) {
        return id.endsWith(LID) ? id : "";
    }

    private static String alternateLid(Json data) {
        for (var id : data.get("alternateIds")) {
            if (id.text().endsWith(LID)) {
                return id.text();
            }
        }
        return "";
    }
}
