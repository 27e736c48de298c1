package dev.angarium.bench.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.provider.Lookup;
import dev.angarium.provider.Webhook;
import java.net.URLEncoder;
import java.util.List;

/** One text message of each provider, its whole body about 1 KB. */
final class SampleBodies {
    private static final int SIZE = 1024;

    private SampleBodies() {}

    static Webhook of(String provider, long at) {
        if (provider.equals("twilio")) {
            var body = filled(
                    "SmsMessageSid=SM1&MessageSid=SM1&AccountSid=AC1&From=whatsapp%3A%2B5511987654321"
                            + "&To=whatsapp%3A%2B14155238886&WaId=5511987654321&ProfileName=Ana&NumMedia=0&NumSegments=1"
                            + "&MessageType=text&SmsStatus=received&ApiVersion=2010-04-01&Body=",
                    "");
            return new Webhook(
                    "POST",
                    List.of(),
                    Lookup.none(),
                    Lookup.none(),
                    "application/x-www-form-urlencoded",
                    body.getBytes(UTF_8),
                    at,
                    "");
        }
        return Webhook.post(json(provider).getBytes(UTF_8), at);
    }

    private static String json(String provider) {
        return switch (provider) {
            case "meta" ->
                filled(
                        "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\","
                                + "\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"551130000000\","
                                + "\"phone_number_id\":\"106540352242922\"},\"contacts\":[{\"profile\":{\"name\":\"Ana\"},"
                                + "\"wa_id\":\"5511987654321\"}],\"messages\":[{\"from\":\"5511987654321\",\"id\":\"wamid.HBgN\","
                                + "\"timestamp\":\"1767225600\",\"type\":\"text\",\"text\":{\"body\":\"",
                        "\"}}]}}]}]}");
            case "evolution" ->
                filled("{\"event\":\"messages.upsert\",\"instance\":\"sales\",\"data\":" + waMessage(), "\"}}}");
            case "baileys" ->
                filled(
                        "{\"event\":\"messages.upsert\",\"instance\":\"sales\",\"data\":{\"type\":\"notify\",\"messages\":["
                                + waMessage(),
                        "\"}}]}}");
            case "whatsmeow" ->
                filled(
                        "{\"type\":\"Message\",\"instanceName\":\"sales\",\"userID\":\"1\",\"event\":{\"Info\":{\"Chat\":"
                                + "\"5511987654321@s.whatsapp.net\",\"Sender\":\"5511987654321@s.whatsapp.net\",\"IsFromMe\":false,"
                                + "\"IsGroup\":false,\"ID\":\"3EB0\",\"PushName\":\"Ana\",\"Timestamp\":\"2026-01-01T00:00:00Z\","
                                + "\"Type\":\"text\"},\"Message\":{\"conversation\":\"",
                        "\"}}}");
            case "zapi" ->
                filled(
                        "{\"type\":\"ReceivedCallback\",\"instanceId\":\"A1\",\"messageId\":\"3EB0\",\"phone\":\"5511987654321\","
                                + "\"fromMe\":false,\"momment\":1767225600000,\"status\":\"RECEIVED\",\"chatName\":\"Ana\","
                                + "\"senderName\":\"Ana\",\"connectedPhone\":\"551130000000\",\"isGroup\":false,\"text\":{\"message\":\"",
                        "\"}}");
            case "waha" ->
                filled(
                        "{\"id\":\"evt_1\",\"event\":\"message\",\"session\":\"sales\",\"engine\":\"NOWEB\",\"payload\":{\"id\":"
                                + "\"false_5511987654321@c.us_3EB0\",\"timestamp\":1767225600,\"from\":\"5511987654321@c.us\","
                                + "\"fromMe\":false,\"hasMedia\":false,\"ack\":1,\"body\":\"",
                        "\"}}");
            case "gowa" ->
                filled(
                        "{\"event\":\"message\",\"device_id\":\"551130000000@s.whatsapp.net\",\"payload\":{\"id\":\"3EB0\","
                                + "\"chat_id\":\"5511987654321@s.whatsapp.net\",\"from\":\"5511987654321@s.whatsapp.net\","
                                + "\"from_name\":\"Ana\",\"is_from_me\":false,\"timestamp\":\"2026-01-01T00:00:00Z\",\"body\":\"",
                        "\"}}");
            case "broker" ->
                filled(
                        "{\"id\":\"m1\",\"type\":\"MESSAGE_INBOUND\",\"instanceId\":\"sales\",\"timestamp\":\"2026-01-01T00:00:00Z\","
                                + "\"payload\":{\"instanceId\":\"sales\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"contact\":{\"phone\":"
                                + "\"+5511987654321\",\"name\":\"Ana\"},\"metadata\":{},\"message\":{\"id\":\"3EB0\",\"type\":\"text\",\"text\":\"",
                        "\"}}}");
            default ->
                filled(
                        "{\"instance\":\"sales\",\"id\":\"1\",\"type\":\"message.received\",\"data\":{\"text\":\"",
                        "\"}}");
        };
    }

    private static String waMessage() {
        return "{\"key\":{\"remoteJid\":\"5511987654321@s.whatsapp.net\",\"fromMe\":false,\"id\":\"3EB0\"},\"pushName\":"
                + "\"Ana\",\"messageTimestamp\":1767225600,\"message\":{\"conversation\":\"";
    }

    private static String filled(String head, String tail) {
        var text = "hello ".repeat(SIZE).substring(0, Math.max(1, SIZE - head.length() - tail.length()));
        return head + (tail.isEmpty() ? URLEncoder.encode(text, UTF_8).substring(0, text.length()) : text) + tail;
    }
}
