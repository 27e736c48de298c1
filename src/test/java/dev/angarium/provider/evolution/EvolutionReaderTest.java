package dev.angarium.provider.evolution;

import static dev.angarium.provider.Reading.data;
import static dev.angarium.provider.Reading.raw;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reading;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvolutionReaderTest {
    private static final String KEY =
            "\"key\":{\"remoteJid\":\"5511987654321@s.whatsapp.net\",\"fromMe\":false,\"id\":\"M1\"}";

    private static String body(String event, String data) {
        return "{\"event\":\"" + event + "\",\"instance\":\"shop\",\"data\":" + data
                + ",\"date_time\":\"2025-01-01T00:00:00.000Z\",\"sender\":\"5511900000000:3@s.whatsapp.net\",\"apikey\":\"hidden\"}";
    }

    private static ProviderEvent event(String event, String data) {
        return Reading.event("evolution", body(event, data));
    }

    private static ProviderEvent message(String message) {
        return event(
                "messages.upsert",
                "{" + KEY + ",\"pushName\":\"Ana\",\"messageTimestamp\":1700000000,\"message\":" + message + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages.upsert", "MESSAGES_UPSERT", "messages-upsert", ""})
    void the_name_of_an_event_may_come_in_three_ways(String name) {
        var data = "{" + KEY + ",\"message\":{\"conversation\":\"hi\"},\"messageTimestamp\":\"1700000000\"}";
        var webhook = Webhook.post(body(name, data).getBytes(UTF_8), Reading.AT).withSuffix(List.of("messages-upsert"));
        var event = Reading.events(Reading.readout("evolution", webhook)).get(0);
        assertThat(event.type()).isEqualTo("message.received");
        assertThat(event.externalId()).isEqualTo("shop");
        assertThat(event.chat()).isEqualTo("5511987654321@s.whatsapp.net");
        assertThat(event.occurredAt()).isEqualTo(1_700_000_000_000L);
        assertThat(raw(event)).isEqualTo(data);
        assertThat(data(event).get("phone").text()).isEqualTo("+5511987654321");
        assertThat(data(event).get("text").text()).isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"conversation\":\"t\"} | text | t",
                "{\"extendedTextMessage\":{\"text\":\"t\"}} | text | t",
                "{\"ephemeralMessage\":{\"message\":{\"extendedTextMessage\":{\"text\":\"t\"}}}} | text | t",
                "{\"viewOnceMessageV2\":{\"message\":{\"imageMessage\":{\"caption\":\"t\"}}}} | image | t",
                "{\"documentWithCaptionMessage\":{\"message\":{\"documentMessage\":{\"caption\":\"t\"}}}} | document | t",
                "{\"messageContextInfo\":{},\"audioMessage\":{\"ptt\":true}} | voice | ^^",
                "{\"audioMessage\":{}} | audio | ^^",
                "{\"stickerMessage\":{\"isAnimated\":true}} | sticker | ^^",
                "{\"ptvMessage\":{\"seconds\":3}} | video | ^^",
                "{\"locationMessage\":{\"degreesLatitude\":1.5}} | location | ^^",
                "{\"liveLocationMessage\":{\"degreesLatitude\":1.5}} | live_location | ^^",
                "{\"contactMessage\":{\"displayName\":\"B\",\"vcard\":\"TEL;waid=1:+1 2\"}} | contacts | ^^",
                "{\"contactsArrayMessage\":{\"contacts\":[{\"displayName\":\"B\"}]}} | contacts | ^^",
                "{\"buttonsResponseMessage\":{\"selectedButtonId\":\"1\",\"selectedDisplayText\":\"t\"}} | buttons_response | t",
                "{\"templateButtonReplyMessage\":{\"selectedId\":\"1\",\"selectedDisplayText\":\"t\"}} | buttons_response | t",
                "{\"listResponseMessage\":{\"title\":\"t\",\"singleSelectReply\":{\"selectedRowId\":\"r\"}}} | list_response | t",
                "{\"interactiveResponseMessage\":{\"body\":{\"text\":\"t\"}}} | interactive | t",
                "{\"pollCreationMessageV3\":{\"name\":\"t\",\"options\":[{\"optionName\":\"a\"}]}} | poll | t",
                "{\"pollUpdateMessage\":{\"pollCreationMessageKey\":{\"id\":\"p\"}}} | poll_choice | ^^",
                "{\"templateMessage\":{\"hydratedTemplate\":{\"hydratedContentText\":\"t\"}}} | template | t",
                "{\"buttonsMessage\":{\"contentText\":\"t\"}} | interactive | t",
                "{\"orderMessage\":{\"message\":\"t\"}} | order | t",
                "{\"productMessage\":{\"product\":{\"title\":\"t\"}}} | product | t",
                "{\"brandNewMessage\":{\"x\":1}} | unsupported | ^^"
            })
    void each_kind_of_content_has_its_word(String message, String type, String text) {
        var event = message(message);
        assertThat(event.type()).isEqualTo("message.received");
        assertThat(event.key()).isEqualTo(new DedupeKey("content", "M1"));
        assertThat(data(event).get("type").text()).isEqualTo(type);
        assertThat(data(event).get("text").text()).isEqualTo(text);
    }

    @Test
    void a_file_has_its_keys_however_they_are_spelt() {
        var event = message("{\"imageMessage\":{\"url\":\"u\",\"directPath\":\"/d\",\"mimetype\":\"image/png\","
                + "\"fileLength\":{\"low\":7,\"high\":0},\"mediaKey\":{\"0\":1,\"1\":255},\"fileSha256\":\"c2hh\","
                + "\"fileEncSha256\":{\"type\":\"Buffer\",\"data\":[1,2]},\"width\":4},\"mediaUrl\":\"https://s3/x\"}");
        assertThat(json(data(event).get("media")))
                .isEqualTo(
                        "{\"mimeType\":\"image/png\",\"size\":7,\"sha256\":\"c2hh\",\"width\":4,\"url\":\"https://s3/x\","
                                + "\"directPath\":\"/d\",\"encSha256\":\"AQI=\",\"mediaKey\":\"Af8=\"}");
    }

    @Test
    void an_answer_names_what_it_answers() {
        var event = message("{\"extendedTextMessage\":{\"text\":\"x\",\"contextInfo\":{\"stanzaId\":\"Q\","
                + "\"participant\":\"1:2@s.whatsapp.net\",\"quotedMessage\":{\"imageMessage\":{\"caption\":\"old\"}},"
                + "\"mentionedJid\":[\"9@lid\"],\"isForwarded\":true,\"expiration\":60}}}");
        assertThat(json(data(event).get("quoted")))
                .isEqualTo("{\"messageId\":\"Q\",\"text\":\"old\",\"senderId\":\"1@s.whatsapp.net\"}");
        assertThat(json(data(event).get("mentions"))).isEqualTo("[\"9@lid\"]");
        assertThat(data(event).get("forwarded").isTrue()).isTrue();
        assertThat(data(event).get("ephemeralSeconds").number(0)).isEqualTo(60);
    }

    @Test
    void a_hidden_id_keeps_the_phone_beside_it() {
        var event = event(
                "messages.upsert",
                "{\"key\":{\"remoteJid\":\"123456@lid\",\"remoteJidAlt\":\"5511987654321@s.whatsapp.net\",\"id\":\"M\"},"
                        + "\"message\":{\"conversation\":\"x\"}}");
        assertThat(event.chat()).isEqualTo("123456@lid");
        assertThat(data(event).get("alternateIds").at(0).text()).isEqualTo("5511987654321@s.whatsapp.net");
        assertThat(data(event).get("phone").text()).isEqualTo("+5511987654321");
    }

    @Test
    void in_a_group_the_participant_speaks() {
        var event = event(
                "messages.upsert",
                "{\"key\":{\"remoteJid\":\"12-34@g.us\",\"participant\":\"77:5@lid\",\"participantAlt\":\"5511987654321@s.whatsapp.net\","
                        + "\"id\":\"M\"},\"message\":{\"conversation\":\"x\"}}");
        assertThat(event.chat()).isEqualTo("12-34@g.us");
        assertThat(data(event).get("senderId").text()).isEqualTo("77@lid");
        assertThat(data(event).get("phone").text()).isEqualTo("+5511987654321");
        assertThat(data(event).get("isGroup").isTrue()).isTrue();
    }

    @Test
    void a_sent_message_is_one_event_whichever_way_it_is_told() {
        var sent =
                "{\"key\":{\"remoteJid\":\"1@lid\",\"fromMe\":true,\"id\":\"M\"},\"status\":\"%s\",\"message\":{\"conversation\":\"x\"}}";
        var api = event("send.message", sent.formatted("PENDING"));
        var echo = event("messages.upsert", sent.formatted("SERVER_ACK"));
        assertThat(api.type()).isEqualTo("message.sent");
        assertThat(echo.key()).isEqualTo(api.key());
        assertThat(echo.fingerprint()).isEqualTo(api.fingerprint());
        assertThat(data(echo).get("status").get("value").text()).isEqualTo("sent");
        assertThat(data(echo).get("senderId").text()).isEqualTo("5511900000000@s.whatsapp.net");
    }

    @Test
    void an_edit_is_the_same_edit_as_a_message_and_as_an_event() {
        var protocol =
                "{\"key\":{\"remoteJid\":\"5511987654321@s.whatsapp.net\",\"id\":\"M0\"},\"type\":\"MESSAGE_EDIT\","
                        + "\"editedMessage\":{\"conversation\":\"better\"},\"timestampMs\":\"1700000000123\"}";
        var upsert = message("{\"editedMessage\":{\"message\":{\"protocolMessage\":" + protocol + "}}}");
        var own = event("messages.edited", protocol);
        assertThat(List.of(upsert, own)).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("message.edited");
            assertThat(event.key()).isEqualTo(new DedupeKey("edit:1700000000123", "M0"));
            assertThat(data(event).get("text").text()).isEqualTo("better");
            assertThat(data(event).get("edit").get("targetId").text()).isEqualTo("M0");
        });
        var update = event(
                "messages.update",
                "[{" + KEY + ",\"update\":{\"message\":{\"editedMessage\":{\"message\":"
                        + "{\"videoMessage\":{\"caption\":\"better\"}}}},\"messageTimestamp\":17}}]");
        assertThat(update.key()).isEqualTo(new DedupeKey("edit:17", "M1"));
        assertThat(data(update).get("edit").get("targetId").text()).isEqualTo("M1");
    }

    @Test
    void a_deletion_is_the_same_however_it_is_told() {
        var shapes = List.of(
                message("{\"protocolMessage\":{\"type\":0,\"key\":{\"id\":\"M0\"}}}"),
                event("messages.delete", "{\"remoteJid\":\"1@lid\",\"fromMe\":true,\"id\":\"M0\"}"),
                event(
                        "messages.delete",
                        "{\"id\":\"db\",\"key\":{\"remoteJid\":\"1@lid\",\"id\":\"M0\"},\"status\":\"DELETED\"}"),
                event("messages.delete", "[\"M0\"]"),
                event("messages.delete", "{\"keys\":[{\"id\":\"M0\"}]}"));
        assertThat(shapes).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("message.deleted");
            assertThat(event.key()).isEqualTo(new DedupeKey("revoke", "M0"));
            assertThat(data(event).get("delete").get("targetId").text()).isEqualTo("M0");
        });
    }

    @Test
    void a_placeholder_does_not_shut_out_its_content() {
        var stub = event(
                "messages.upsert", "{" + KEY + ",\"messageStubType\":2,\"messageStubParameters\":[\"No session\"]}");
        var content = message("{\"conversation\":\"x\"}");
        assertThat(stub.key()).isEqualTo(new DedupeKey("stub", "M1"));
        assertThat(content.key()).isEqualTo(new DedupeKey("content", "M1"));
        assertThat(data(stub).get("type").text()).isEqualTo("unsupported");
        var joined = event("messages.upsert", "{" + KEY + ",\"messageStubType\":27}");
        assertThat(data(joined).get("type").text()).isEqualTo("system");
        assertThat(joined.key().kind()).isEqualTo("stub:27");
    }

    @Test
    void a_reaction_names_its_target_and_machines_talk_apart() {
        var reaction = message("{\"reactionMessage\":{\"key\":{\"id\":\"T\"},\"text\":\"\"}}");
        assertThat(reaction.type()).isEqualTo("message.reaction");
        assertThat(json(data(reaction).get("reaction"))).isEqualTo("{\"emoji\":null,\"targetId\":\"T\"}");
        var protocol = message("{\"protocolMessage\":{\"type\":\"APP_STATE_SYNC_KEY_SHARE\"}}");
        assertThat(protocol.type()).isEqualTo("provider.protocol");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"keyId\":\"M\",\"messageId\":\"row\",\"remoteJid\":\"1@lid\",\"fromMe\":true,"
                        + "\"status\":\"DELIVERY_ACK\"} | status:delivered",
                "{\"id\":\"M\",\"remoteJid\":\"1@lid\",\"fromMe\":true,\"status\":\"READ\"} | status:read",
                "{\"key\":{\"id\":\"M\",\"remoteJid\":\"1@lid\"},\"update\":{\"status\":2}} | status:sent",
                "{\"key\":{\"id\":\"M\",\"remoteJid\":\"1@lid\"},\"update\":{\"status\":\"ERROR\"}} | status:failed",
                "{\"keyId\":\"M\",\"remoteJid\":\"1@g.us\",\"participant\":\"2:1@lid\",\"status\":\"PLAYED\"} | status:played:2@lid",
                "{\"keyId\":\"M\",\"remoteJid\":\"1@lid\",\"status\":\"ORBIT\"} | status:orbit"
            })
    void a_receipt_is_read_in_every_shape(String element, String kind) {
        var event = event("messages.update", element);
        assertThat(event.type()).isEqualTo("message.status");
        assertThat(event.key()).isEqualTo(new DedupeKey(kind, "M"));
        assertThat(data(event).get("messageId").text()).isEqualTo("M");
    }

    @Test
    void every_element_of_a_list_is_an_event() {
        var batch = body(
                "messages.upsert",
                "{\"messages\":[{" + KEY + "},{\"key\":{\"id\":\"M2\"}},\"odd\",null],\"type\":\"notify\"}");
        var events = Reading.events("evolution", batch);
        assertThat(events)
                .extracting(ProviderEvent::type)
                .containsExactly(
                        "message.received", "message.received", "provider.messages.upsert", "provider.messages.upsert");
        assertThat(Reading.events("evolution", body("chats.delete", "[\"1@lid\",\"2@lid\"]")))
                .extracting(ProviderEvent::chat)
                .containsExactly("1@lid", "2@lid");
    }

    @Test
    void without_data_the_body_is_kept_but_never_its_key() {
        var event = event("logout.instance", "null");
        assertThat(event.type()).isEqualTo("provider.logout.instance");
        assertThat(raw(event)).contains("\"instance\":\"shop\"").doesNotContain("hidden", "apikey");
        var nested = event("instance.create", "{\"hash\":{\"apikey\":\"hidden\"},\"x\":1}");
        assertThat(raw(nested)).isEqualTo("{\"hash\":{},\"x\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "presence.update | {\"id\":\"1@lid\",\"presences\":{\"1@lid\":{\"lastKnownPresence\":\"composing\"}}} | presence.updated",
                "connection.update | {\"state\":\"close\",\"statusReason\":401} | connection.updated",
                "qrcode.updated | {\"qrcode\":{\"code\":\"2@x\"}} | connection.updated",
                "contacts.upsert | [{\"remoteJid\":\"1@lid\",\"pushName\":\"A\"}] | contact.updated",
                "chats.update | [{\"remoteJid\":\"1@lid\",\"unreadMessages\":2}] | chat.updated",
                "GROUPS_UPSERT | [{\"id\":\"1@g.us\",\"subject\":\"S\"}] | group.updated",
                "GROUP_PARTICIPANTS_UPDATE | {\"id\":\"1@g.us\",\"action\":\"add\",\"participants\":[\"2@lid\"]} | group.participants",
                "call | {\"id\":\"C\",\"from\":\"1@lid\",\"status\":\"offer\"} | call.received",
                "LABELS_EDIT | {\"id\":\"1\"} | provider.labels.edit",
                "typebot.start | {} | provider.typebot.start"
            })
    void each_event_has_its_type(String name, String data, String type) {
        assertThat(event(name, data).type()).isEqualTo(type);
    }

    @Test
    void a_state_that_comes_back_is_a_new_event_and_a_resend_is_not() {
        var closed = "{\"state\":\"close\"}";
        var first = event("connection.update", closed);
        assertThat(event("connection.update", closed).key()).isEqualTo(first.key());
        var later = body("connection.update", closed).replace("00:00:00.000Z", "00:00:07.000Z");
        assertThat(Reading.event("evolution", later).key()).isNotEqualTo(first.key());
        assertThat(data(first).get("state").text()).isEqualTo("closed");
        assertThat(data(first).get("timestampSource").text()).isEqualTo("received");
        assertThat(first.occurredAt()).isEqualTo(-1);
        var unstamped = "{\"event\":\"connection.update\",\"instance\":\"i\",\"data\":" + closed + "}";
        var now = Webhook.post(unstamped.getBytes(UTF_8), Reading.AT);
        var soon = Webhook.post(unstamped.getBytes(UTF_8), Reading.AT + 1000);
        assertThat(Reading.events(Reading.readout("evolution", soon)).get(0).key())
                .isNotEqualTo(
                        Reading.events(Reading.readout("evolution", now)).get(0).key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"apikey\":\"hidden\"}",
                "{\"a\":\"\u0001\uFFFF\",\"ApiKey\" : \"hid\\\"den\",\"depth\":#}",
                "{\"depth\":#,\"apikey\":\"hidden"
            })
    void what_is_not_understood_is_kept_without_its_key(String body) {
        var deep = body.replace("#", "[".repeat(100)).replace('\u0001', ' ');
        var readout = Reading.readout("evolution", Webhook.post(deep.getBytes(UTF_8), Reading.AT));
        assertThat(readout).isInstanceOfSatisfying(Readout.Unparsed.class, unparsed -> assertThat(
                        new String(unparsed.raw(), UTF_8))
                .doesNotContain("hid", "den"));
    }

    @Test
    void a_broken_character_is_kept_without_the_key() {
        var body = "{\"a\":\"?\",\"apikey\":\"hidden\",\"event\":\"x\"}".getBytes(UTF_8);
        body[6] = (byte) 0xFF;
        assertThat(Reading.readout("evolution", Webhook.post(body, Reading.AT)))
                .isInstanceOfSatisfying(Readout.Unparsed.class, unparsed -> {
                    assertThat(unparsed.reason()).isEqualTo("utf8");
                    assertThat(unparsed.raw()).hasSameSizeAs(body);
                    assertThat(new String(unparsed.raw(), UTF_8))
                            .contains("\"******\"")
                            .contains("\"event\":\"x\"");
                });
    }

    private static String json(Json json) {
        return new String(json.slice(), UTF_8);
    }
}
