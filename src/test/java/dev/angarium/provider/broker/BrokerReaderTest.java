package dev.angarium.provider.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.format.Format;
import dev.angarium.provider.FieldProblem;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reading;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonReader;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerReaderTest {
    private static final String KEY =
            "\"key\":{\"remoteJid\":\"5511987654321@s.whatsapp.net\",\"fromMe\":false,\"id\":\"M1\"}";

    private static Readout read(boolean fallback, String body) {
        return new BrokerReader(new JsonReader(JsonLimits.DEFAULT), fallback)
                .read(Webhook.post(body.getBytes(UTF_8), Reading.AT));
    }

    private static JsonObject envelope() {
        return new JsonObject(
                """
                {"id":"m-1","type":"MESSAGE_INBOUND","instanceId":"sales","timestamp":"2026-01-01T00:00:00Z",
                 "payload":{"instanceId":"sales","timestamp":1767225600,"more":1,
                   "contact":{"phone":"+5511987654321","name":"Ana","document":null,"colour":"blue"},
                   "message":{"type":"text","text":"hello","quotedMessageId":"m-0","quotedText":"hi","shape":{"a":1}},
                   "metadata":{"campaign":"x"}}}
                """);
    }

    private static ProviderEvent event(Readout readout) {
        return Reading.events(readout).get(0);
    }

    @Test
    void an_envelope_is_a_message_that_was_received() {
        var event = event(read(false, envelope().encode()));
        var data = Reading.data(event);
        assertThat(event.type()).isEqualTo("message.received");
        assertThat(event.externalId()).isEqualTo("sales");
        assertThat(event.occurredAt()).isEqualTo(1_767_225_600_000L);
        assertThat(data.get("messageId").text()).isEqualTo("m-1");
        assertThat(data.get("chatId").text()).isEqualTo("+5511987654321");
        assertThat(data.get("phone").text()).isEqualTo("+5511987654321");
        assertThat(data.get("senderName").text()).isEqualTo("Ana");
        assertThat(data.get("text").text()).isEqualTo("hello");
        assertThat(data.get("quoted").get("messageId").text()).isEqualTo("m-0");
    }

    @Test
    void it_is_told_again_with_every_key_it_had() {
        var event = event(read(false, envelope().encode()));
        var kept = new Event(
                new InstanceRef(1, "ins_1", 1, "default"),
                1,
                event.type(),
                event.chat(),
                Reading.AT,
                event.occurredAt(),
                "c",
                event.data(),
                event.raw());
        var told = new JsonObject(
                new String(Format.named("message_inbound").orElseThrow().render(kept), UTF_8));
        var payload = envelope().getJsonObject("payload");
        assertThat(told.getString("timestamp")).isEqualTo("2026-01-01T00:00:00.000Z");
        for (var part : List.of("contact", "message", "metadata")) {
            assertThat(told.getJsonObject("payload").getJsonObject(part)).isEqualTo(payload.getJsonObject(part));
        }
    }

    @Test
    void all_that_is_missing_is_named() {
        assertThat(problems(read(
                        false,
                        "{\"type\":\"MESSAGE_INBOUND\",\"payload\":{\"message\":\"text\"},\"timestamp\":\"soon\"}")))
                .containsExactly(
                        "id", "instanceId", "payload.contact", "payload.message", "payload.metadata", "timestamp");
        assertThat(problems(read(false, "[]"))).containsExactly("");
        assertThat(problems(read(false, "{}"))).contains("type");
        assertThat(read(false, "no JSON")).isInstanceOf(Readout.Malformed.class);
    }

    private static List<String> problems(Readout readout) {
        assertThat(readout).isInstanceOf(Readout.Invalid.class);
        return ((Readout.Invalid) readout)
                .problems().stream().map(FieldProblem::path).toList();
    }

    private static String raw(String messages) {
        return "{\"event\":\"WHATSAPP_MESSAGES_UPSERT\",\"instanceId\":\"sales\",\"owner\":\"o\",\"data\":{\"messages\":["
                + messages + "]}}";
    }

    @Test
    void a_raw_message_becomes_an_envelope_where_that_is_switched_on() {
        var body = raw(
                "{" + KEY
                        + ",\"pushName\":\"Ana\",\"messageTimestamp\":1767225600,\"message\":{\"extendedTextMessage\":"
                        + "{\"text\":\"hello\",\"contextInfo\":{\"stanzaId\":\"M0\",\"quotedMessage\":{\"conversation\":\"hi\"}}}}}");
        var readout = (Readout.Events) read(true, body);
        assertThat(readout.reason()).isEqualTo("raw_inbound_normalized");
        var event = event(readout);
        var envelope = new JsonObject(Reading.raw(event));
        var metadata = envelope.getJsonObject("payload").getJsonObject("metadata");
        assertThat(event.occurredAt()).isEqualTo(1_767_225_600_000L);
        assertThat(Reading.data(event).get("chatId").text()).isEqualTo("5511987654321@s.whatsapp.net");
        assertThat(envelope.getString("type")).isEqualTo("MESSAGE_INBOUND");
        assertThat(envelope.getJsonObject("payload").getJsonObject("message").getString("quotedText"))
                .isEqualTo("hi");
        assertThat(metadata.getString("source")).isEqualTo("raw_normalized");
        assertThat(metadata.getJsonObject("broker"))
                .isEqualTo(new JsonObject()
                        .put("type", "baileys")
                        .put("direction", "inbound")
                        .put("normalized", true)
                        .put("messageType", "text")
                        .put("owner", "o"));
        assertThat(metadata.getJsonObject("contact").getBoolean("isGroup")).isFalse();
        assertThat(problems(read(false, body))).contains("type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"imageMessage\":{\"mimetype\":\"image/png\",\"fileLength\":\"9\",\"caption\":\"c\"}} | image",
                "{\"audioMessage\":{\"ptt\":true}} | audio",
                "{\"documentMessage\":{\"fileName\":\"a.pdf\"}} | document",
                "{\"buttonsResponseMessage\":{\"selectedButtonId\":\"1\",\"selectedDisplayText\":\"t\"}} | buttons_response",
                "{\"listResponseMessage\":{\"title\":\"t\",\"singleSelectReply\":{\"selectedRowId\":\"r\"}}} | list_response",
                "{\"pollCreationMessage\":{\"name\":\"q\",\"options\":[]}} | poll"
            })
    void its_type_is_told_in_the_envelopes_words(String message, String type) {
        var event = event(read(true, raw("{" + KEY + ",\"message\":" + message + "}")));
        var envelope = new JsonObject(Reading.raw(event)).getJsonObject("payload");
        assertThat(envelope.getJsonObject("message").getString("type")).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"key\":{\"remoteJid\":\"1@s.whatsapp.net\",\"fromMe\":true,\"id\":\"M1\"},\"message\":{\"conversation\":\"x\"}}",
                "{\"key\":{\"id\":\"M1\"},\"message\":{\"protocolMessage\":{\"type\":5}}}",
                "{\"key\":{\"id\":\"M1\"},\"messageStubType\":2}",
                "{\"key\":{\"id\":\"M1\"},\"message\":{\"historySyncNotification\":{}}}",
                "7"
            })
    void what_is_no_message_of_another_person_is_ignored(String message) {
        assertThat(read(true, raw(message))).isEqualTo(new Readout.Ignored("raw_inbound_ignored", 1));
    }

    @Test
    void of_several_messages_the_ignored_are_counted_beside_the_others() {
        var own = "{\"key\":{\"fromMe\":true,\"id\":\"M2\"},\"message\":{\"conversation\":\"x\"}}";
        var readout = (Readout.Events) read(true, raw("{" + KEY + ",\"message\":{\"conversation\":\"x\"}}," + own));
        assertThat(readout.events()).hasSize(1);
        assertThat(readout.ignored()).isOne();
    }
}
