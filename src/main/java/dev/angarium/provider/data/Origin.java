package dev.angarium.provider.data;

import dev.angarium.provider.json.JsonOut;
import java.util.ArrayList;
import java.util.List;

/**
 * Where, who and when: what every event has beside its content. Filled once by a reader, then written; ids that are
 * empty or known already are not added twice.
 */
public final class Origin {
    private static final int ALTERNATES = 8;

    private final String messageId;
    private final long occurredAt;
    private final List<String> alternateIds = new ArrayList<>(2);
    private String chatId = "";
    private String chatName = "";
    private String senderId = "";
    private String senderName = "";
    private String phone = "";
    private boolean fromMe;
    private boolean group;

    /** @param occurredAt epoch milliseconds, or {@link Times#ABSENT} */
    public Origin(String messageId, long occurredAt) {
        this.messageId = messageId;
        this.occurredAt = occurredAt;
    }

    public Origin chat(String id) {
        this.chatId = id;
        return this;
    }

    public Origin chatName(String name) {
        this.chatName = name;
        return this;
    }

    public Origin sender(String id, String name) {
        this.senderId = id;
        this.senderName = name;
        return this;
    }

    /** The other side's number (in a group: the sender's), E.164; empty where the id is none. */
    public Origin phone(String e164) {
        this.phone = e164;
        return this;
    }

    public Origin fromMe(boolean own) {
        this.fromMe = own;
        return this;
    }

    public Origin group(boolean isGroup) {
        this.group = isGroup;
        return this;
    }

    /** Another id of the same person or chat. */
    public Origin alternate(String id) {
        var known = id.isEmpty() || id.equals(chatId) || id.equals(senderId) || alternateIds.contains(id);
        if (!known && alternateIds.size() < ALTERNATES) {
            alternateIds.add(id);
        }
        return this;
    }

    public String messageId() {
        return messageId;
    }

    public long occurredAt() {
        return occurredAt;
    }

    public String chatId() {
        return chatId;
    }

    public String senderId() {
        return senderId;
    }

    public String phoneNumber() {
        return phone;
    }

    public boolean isFromMe() {
        return fromMe;
    }

    public boolean isGroup() {
        return group;
    }

    /** Names, numbers and times are volatile: providers learn them later and send another. */
    void writeTo(JsonOut out) {
        if (!messageId.isEmpty() || !chatId.isEmpty()) {
            out.text("messageId", messageId).text("direction", fromMe ? "outbound" : "inbound");
            out.text("chatId", chatId).text("senderId", senderId);
            out.bool("fromMe", fromMe).bool("isGroup", group);
        }
        out.beginVolatile();
        out.text("participantId", group ? senderId : "");
        out.text("chatName", chatName).text("senderName", senderName).text("phone", phone);
        if (!alternateIds.isEmpty()) {
            out.array("alternateIds");
            alternateIds.forEach(out::value);
            out.endArray();
        }
        out.text("timestampSource", occurredAt == Times.ABSENT ? "received" : "");
        out.endVolatile();
    }
}
