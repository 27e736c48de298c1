package dev.angarium.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reading;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events as the log has them, one of each shape that a format treats in its own way. */
final class FormatEvents {
    private static final InstanceRef INSTANCE = new InstanceRef(7, "inst-1", 3, "tenant-1");
    private static final long RECEIVED = 1_767_225_600_123L;

    private FormatEvents() {}

    static Map<String, Event> all() {
        var events = new LinkedHashMap<String, Event>();
        events.put(
                "text",
                meta("\"type\":\"text\",\"text\":{\"body\":\"Hi \\\"Zé\\\" 😀\\n2\"},\"context\":{\"id\":\"wamid.0\","
                        + "\"from\":\"15550001111\"}"));
        events.put(
                "image",
                meta("\"type\":\"image\",\"image\":{\"id\":\"m\",\"mime_type\":\"image/png\",\"sha256\":\"s\","
                        + "\"caption\":\"look\",\"url\":\"https://x/1\"}"));
        events.put(
                "voice-group-lid",
                evolution(
                        "messages.upsert",
                        "{\"key\":{\"remoteJid\":\"12-34@g.us\",\"participant\":\"77@lid\","
                                + "\"participantAlt\":\"5511987654321@s.whatsapp.net\",\"id\":\"M1\"},\"pushName\":\"Ana\","
                                + "\"messageTimestamp\":1767225599,"
                                + "\"message\":{\"audioMessage\":{\"url\":\"https://x/2\",\"mimetype\":\"audio/ogg\","
                                + "\"ptt\":true,\"seconds\":4}}}"));
        events.put(
                "poll-sent",
                evolution(
                        "send.message",
                        "{\"key\":{\"remoteJid\":\"5511987654321@s.whatsapp.net\",\"fromMe\":true,\"id\":\"M2\"},"
                                + "\"messageTimestamp\":1767225599,\"message\":{\"pollCreationMessage\":{\"name\":\"Q?\","
                                + "\"options\":[{\"optionName\":\"a\"},"
                                + "{\"optionName\":\"b\"}],\"selectableOptionsCount\":1}}}"));
        changes(events);
        states(events);
        return events;
    }

    private static void changes(Map<String, Event> events) {
        events.put(
                "reaction", meta("\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.0\",\"emoji\":\"👍\"}"));
        events.put(
                "edited",
                meta("\"type\":\"edit\",\"edit\":{\"original_message_id\":\"wamid.0\",\"message\":{\"type\":\"text\","
                        + "\"text\":{\"body\":\"new\"}}}"));
        events.put("deleted", meta("\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"wamid.0\"}"));
        events.put("status-read", status("read", ""));
        events.put("status-failed", status("failed", ",\"errors\":[{\"code\":131026}]"));
    }

    private static void states(Map<String, Event> events) {
        events.put(
                "presence",
                evolution(
                        "presence.update",
                        "{\"id\":\"5511987654321@s.whatsapp.net\",\"presences\":"
                                + "{\"5511987654321@s.whatsapp.net\":{\"lastKnownPresence\":\"composing\"}}}"));
        events.put(
                "connection-open",
                evolution("connection.update", "{\"state\":\"open\",\"wuid\":\"5511900000000@s.whatsapp.net\"}"));
        events.put(
                "participants",
                evolution(
                        "group-participants.update",
                        "{\"id\":\"12-34@g.us\",\"action\":\"add\","
                                + "\"participants\":[{\"id\":\"1@lid\",\"phoneNumber\":\"5511987654321@s.whatsapp.net\"}]}"));
        others(events);
        events.put("unparsed-bytes", event("provider.unparsed", "{}", new byte[] {'{', (byte) 0xFF, '}'}));
        events.put("unparsed-json", event("provider.unparsed", "{}", "\uFEFF [1, 2]\n".getBytes(UTF_8)));
        events.put("own", event("media.ready", "{\"mediaId\":\"m\"}", new byte[0]));
    }

    private static void others(Map<String, Event> events) {
        events.put(
                "call-missed",
                of(Reading.event(
                        "zapi",
                        "{\"type\":\"ReceivedCallback\",\"instanceId\":\"i\",\"phone\":\"5511987654321\",\"momment\":"
                                + "1767225599000,\"notification\":\"CALL_MISSED_VIDEO\",\"callId\":\"C1\"}")));
        events.put(
                "waiting-in-group",
                of(Reading.event(
                        "zapi",
                        "{\"type\":\"ReceivedCallback\",\"instanceId\":\"i\",\"messageId\":\"Z1\",\"phone\":\"12-34-group\","
                                + "\"isGroup\":true,\"fromMe\":true,\"connectedPhone\":\"551130000000\",\"momment\":"
                                + "1767225599000,\"waitingMessage\":true}")));
        events.put(
                "envelope",
                of(Reading.event(
                        "broker",
                        "{\"id\":\"m1\",\"type\":\"MESSAGE_INBOUND\",\"instanceId\":\"i\",\"timestamp\":1767225599,\"payload\":"
                                + "{\"contact\":{\"phone\":\"+5511987654321\",\"colour\":\"blue\"},\"metadata\":{\"a\":1},"
                                + "\"message\":{\"type\":\"text\",\"text\":\"hi\"}}}")));
    }

    private static Event meta(String members) {
        return of(Reading.event(
                "meta",
                "{\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"7\"},"
                        + "\"contacts\":[{\"profile\":{\"name\":\"Ana\"},\"wa_id\":\"15551234567\"}],"
                        + "\"messages\":[{\"from\":\"15551234567\","
                        + "\"id\":\"wamid.1\",\"timestamp\":\"1767225599\"," + members + "}]}}]}]}"));
    }

    private static Event status(String word, String more) {
        return of(Reading.event(
                "meta",
                "{\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":{\"statuses\":[{\"id\":\"wamid.2\","
                        + "\"status\":\"" + word + "\",\"timestamp\":\"1767225599\",\"recipient_id\":\"15551234567\""
                        + more + "}]}}]}]}"));
    }

    private static Event evolution(String name, String data) {
        return of(
                Reading.event("evolution", "{\"event\":\"" + name + "\",\"instance\":\"shop\",\"data\":" + data + "}"));
    }

    private static Event of(ProviderEvent read) {
        var at = read.occurredAt() < 0 ? RECEIVED : read.occurredAt();
        return new Event(INSTANCE, 1742, read.type(), read.chat(), RECEIVED, at, "c", read.data(), read.raw());
    }

    private static Event event(String type, String data, byte[] raw) {
        return new Event(INSTANCE, 1742, type, null, RECEIVED, RECEIVED, "c", data.getBytes(UTF_8), raw);
    }
}
