package dev.angarium.provider.meta;

import static dev.angarium.provider.Reading.data;
import static dev.angarium.provider.Reading.raw;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reading;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetaReaderTest {
    private static final String HEAD = "\"from\":\"15551234567\",\"id\":\"wamid.1\",\"timestamp\":\"1700000000\"";

    private static String value(String members) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"9\",\"time\":1700000009,\"changes\":[{"
                + "\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"77\"},\"contacts\":["
                + "{\"profile\":{\"name\":\"Ana\"},\"wa_id\":\"15551234567\",\"user_id\":\"US.1\"}]," + members
                + "}}]}]}";
    }

    private static ProviderEvent message(String members) {
        return Reading.event("meta", value("\"messages\":[{" + HEAD + "," + members + "}]"));
    }

    @Test
    void a_text_has_its_sender_its_time_and_its_own_bytes() {
        var event = message("\"type\":\"text\",\"text\":{\"body\":\"hello\"}");
        assertThat(event.externalId()).isEqualTo("77");
        assertThat(event.key()).isEqualTo(new DedupeKey("content", "wamid.1"));
        assertThat(event.type()).isEqualTo("message.received");
        assertThat(event.chat()).isEqualTo("15551234567");
        assertThat(event.occurredAt()).isEqualTo(1_700_000_000_000L);
        assertThat(raw(event)).isEqualTo("{" + HEAD + ",\"type\":\"text\",\"text\":{\"body\":\"hello\"}}");
        assertThat(new String(event.data(), UTF_8))
                .isEqualTo(
                        "{\"messageId\":\"wamid.1\",\"direction\":\"inbound\",\"chatId\":\"15551234567\","
                                + "\"senderId\":\"15551234567\",\"fromMe\":false,\"isGroup\":false,\"senderName\":\"Ana\","
                                + "\"phone\":\"+15551234567\",\"alternateIds\":[\"US.1\"],\"type\":\"text\",\"text\":\"hello\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "\"type\":\"audio\",\"audio\":{\"id\":\"m\",\"voice\":true} | voice",
                "\"type\":\"audio\",\"audio\":{\"id\":\"m\"} | audio",
                "\"type\":\"sticker\",\"sticker\":{\"id\":\"m\",\"animated\":true} | sticker",
                "\"type\":\"contacts\",\"contacts\":[{\"name\":{\"formatted_name\":\"B\"},\"phones\":[{\"phone\":\"1\"}]}] | contacts",
                "\"type\":\"button\",\"button\":{\"payload\":\"p\",\"text\":\"t\"} | buttons_response",
                "\"type\":\"interactive\",\"interactive\":{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"b\","
                        + "\"title\":\"t\"}} | buttons_response",
                "\"type\":\"interactive\",\"interactive\":{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"b\","
                        + "\"title\":\"t\"}} | list_response",
                "\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\",\"nfm_reply\":{\"name\":\"flow\"}} | interactive",
                "\"type\":\"interactive\",\"interactive\":{\"type\":\"new_kind\"} | interactive",
                "\"type\":\"order\",\"order\":{\"catalog_id\":\"c\"} | order",
                "\"type\":\"system\",\"system\":{\"body\":\"changed\",\"type\":\"user_changed_number\"} | system",
                "\"type\":\"unsupported\",\"errors\":[{\"code\":131051}] | unsupported",
                "\"type\":\"something_new\" | unsupported",
                "\"no\":\"type\" | unsupported"
            })
    void each_type_of_message_has_its_word(String members, String type) {
        var event = message(members);
        assertThat(event.type()).isEqualTo("message.received");
        assertThat(data(event).get("type").text()).isEqualTo(type);
    }

    @Test
    void media_and_places_are_described() {
        var image = message("\"type\":\"image\",\"image\":{\"id\":\"m\",\"mime_type\":\"image/png\",\"sha256\":\"s\","
                + "\"caption\":\"look\",\"url\":\"https://x/1\"}");
        assertThat(data(image).get("text").text()).isEqualTo("look");
        assertThat(json(data(image).get("media")))
                .isEqualTo(
                        "{\"id\":\"m\",\"mimeType\":\"image/png\",\"sha256\":\"s\",\"caption\":\"look\",\"url\":\"https://x/1\"}");
        var place =
                message("\"type\":\"location\",\"location\":{\"latitude\":-12.5,\"longitude\":1e400,\"name\":\"N\"}");
        assertThat(json(data(place).get("location"))).isEqualTo("{\"latitude\":-12.5,\"name\":\"N\"}");
    }

    @Test
    void a_new_address_of_the_same_file_is_the_same_content() {
        var image = "\"type\":\"image\",\"image\":{\"id\":\"m\",\"sha256\":\"%s\",\"url\":\"%s\"}";
        var first = message(image.formatted("s", "https://x/1"));
        assertThat(message(image.formatted("s", "https://x/2")).fingerprint()).isEqualTo(first.fingerprint());
        assertThat(message(image.formatted("t", "https://x/1")).fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void an_answer_a_forward_and_an_advertisement_say_so() {
        var event =
                message("\"type\":\"text\",\"text\":{\"body\":\"x\"},\"context\":{\"id\":\"wamid.0\",\"from\":\"1\","
                        + "\"forwarded\":true},\"referral\":{\"source_id\":\"ad\"}");
        assertThat(json(data(event).get("quoted"))).isEqualTo("{\"messageId\":\"wamid.0\",\"senderId\":\"1\"}");
        assertThat(data(event).get("forwarded").isTrue()).isTrue();
        assertThat(json(data(event).get("referral"))).isEqualTo("{\"source_id\":\"ad\"}");
    }

    @Test
    void a_reaction_an_edit_and_a_revocation_are_events_of_their_own() {
        var reaction = message("\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.0\",\"emoji\":\"👍\"}");
        assertThat(reaction.type()).isEqualTo("message.reaction");
        assertThat(reaction.key()).isEqualTo(new DedupeKey("reaction", "wamid.1"));
        var taken = message("\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.0\"}");
        assertThat(json(data(taken).get("reaction"))).isEqualTo("{\"emoji\":null,\"targetId\":\"wamid.0\"}");
        var edit = message("\"type\":\"edit\",\"edit\":{\"original_message_id\":\"wamid.0\",\"message\":"
                + "{\"type\":\"text\",\"text\":{\"body\":\"better\"}}}");
        assertThat(edit.type()).isEqualTo("message.edited");
        assertThat(edit.key()).isEqualTo(new DedupeKey("edit:wamid.1", "wamid.0"));
        assertThat(data(edit).get("text").text()).isEqualTo("better");
        var revoke = message("\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"wamid.0\"}");
        assertThat(revoke.type()).isEqualTo("message.deleted");
        assertThat(revoke.key()).isEqualTo(new DedupeKey("revoke", "wamid.0"));
    }

    @Test
    void a_group_is_the_chat_and_a_user_without_a_number_is_still_someone() {
        var group = message("\"group_id\":\"g1\",\"type\":\"text\",\"text\":{\"body\":\"x\"}");
        assertThat(group.chat()).isEqualTo("g1");
        assertThat(data(group).get("participantId").text()).isEqualTo("15551234567");
        var hidden = Reading.event(
                "meta",
                value(
                        "\"messages\":[{\"from_user_id\":\"US.1\",\"id\":\"i\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}]"));
        assertThat(hidden.chat()).isEqualTo("US.1");
        assertThat(data(hidden).get("senderName").text()).isEqualTo("Ana");
        assertThat(data(hidden).get("phone").absent()).isTrue();
        assertThat(data(hidden).get("alternateIds").at(0).text()).isEqualTo("15551234567");
    }

    @Test
    void a_receipt_carries_its_word_in_its_key() {
        var failed = Reading.event(
                "meta",
                value("\"statuses\":[{\"id\":\"wamid.2\",\"status\":\"failed\","
                        + "\"timestamp\":\"1700000001\",\"recipient_id\":\"15551234567\",\"errors\":[{\"code\":1}]}]"));
        assertThat(failed.type()).isEqualTo("message.status");
        assertThat(failed.key()).isEqualTo(new DedupeKey("status:failed", "wamid.2"));
        assertThat(json(data(failed).get("status")))
                .isEqualTo("{\"value\":\"failed\",\"recipientId\":\"15551234567\",\"errors\":[{\"code\":1}]}");
        assertThat(data(failed).get("direction").text()).isEqualTo("outbound");
        var group = Reading.event(
                "meta",
                value("\"statuses\":[{\"id\":\"wamid.2\",\"status\":\"read\","
                        + "\"recipient_type\":\"group\",\"recipient_id\":\"g\",\"recipient_participant_id\":\"1\"}]"));
        assertThat(group.key()).isEqualTo(new DedupeKey("status:read:1", "wamid.2"));
        assertThat(group.chat()).isEqualTo("g");
    }

    @Test
    void a_call_is_told_once_a_step() {
        var calls = value(
                "\"calls\":[{\"id\":\"c\",\"from\":\"15551234567\",\"event\":\"connect\",\"timestamp\":\"1700000000\","
                        + "\"direction\":\"USER_INITIATED\"},{\"id\":\"c\",\"from\":\"15551234567\",\"event\":\"terminate\","
                        + "\"status\":\"COMPLETED\",\"duration\":5}]");
        var events = Reading.events("meta", calls);
        assertThat(events).extracting(ProviderEvent::type).containsOnly("call.received");
        assertThat(events)
                .extracting(event -> event.key().kind())
                .containsExactly("call:connect", "call:terminateCOMPLETED");
        assertThat(data(events.get(1)).get("call").get("seconds").number(0)).isEqualTo(5);
    }

    @Test
    void one_request_gives_all_its_events_in_order() {
        var body =
                "{\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":{\"messages\":[{\"id\":\"1\"},{\"id\":\"2\"}],"
                        + "\"statuses\":[{\"id\":\"3\"}],\"message_echoes\":[{\"id\":\"4\",\"to\":\"15550001111\"}]}},"
                        + "{\"field\":\"x\",\"value\":{\"messages\":[{\"id\":\"5\"}]}}]},"
                        + "{\"changes\":[{\"field\":\"messages\",\"value\":{\"messages\":[{\"id\":\"6\"},\"odd\"]}}]}]}";
        var events = Reading.events("meta", body);
        assertThat(events.subList(0, 6))
                .extracting(event -> event.key().id())
                .containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(events.get(3).type()).isEqualTo("message.sent");
        assertThat(events.get(3).chat()).isEqualTo("15550001111");
        assertThat(events.get(6).type()).isEqualTo("provider.messages");
        assertThat(raw(events.get(6))).isEqualTo("\"odd\"");
    }

    @Test
    void what_meta_tells_beside_messages_is_kept_under_its_field() {
        var update =
                "{\"entry\":[{\"id\":\"9\",\"time\":%d,\"changes\":[{\"field\":\"account_update\",\"value\":{\"event\":\"E\"}}]}]}";
        var event = Reading.event("meta", update.formatted(1_700_000_000));
        assertThat(event.type()).isEqualTo("provider.account_update");
        assertThat(event.chat()).isNull();
        assertThat(event.occurredAt()).isEqualTo(1_700_000_000_000L);
        assertThat(raw(event)).isEqualTo("{\"field\":\"account_update\",\"value\":{\"event\":\"E\"}}");
        assertThat(Reading.event("meta", update.formatted(1_700_000_000)).key()).isEqualTo(event.key());
        assertThat(Reading.event("meta", update.formatted(1_700_000_001)).key()).isNotEqualTo(event.key());
    }

    @Test
    void the_challenge_is_answered_to_who_knows_the_token() {
        var get = challenge("subscribe", "token", "1158201444");
        assertThat(MetaChallenge.answer(get, "token")).contains("1158201444");
        assertThat(MetaChallenge.answer(get, "other")).isEmpty();
        assertThat(MetaChallenge.answer(get, "")).isEmpty();
        assertThat(MetaChallenge.answer(challenge("subscribe", "", "1"), "")).isEmpty();
        assertThat(MetaChallenge.answer(challenge("x", "token", "1"), "token")).isEmpty();
        assertThat(MetaChallenge.answer(challenge("subscribe", "token", "<script>"), "token"))
                .isEmpty();
        assertThat(MetaChallenge.answer(challenge("subscribe", "token", ""), "token"))
                .isEmpty();
    }

    private static Webhook challenge(String mode, String token, String challenge) {
        var query = Map.of("hub.mode", mode, "hub.verify_token", token, "hub.challenge", challenge);
        return new Webhook(
                "GET",
                "",
                List.of(),
                name -> List.of(),
                name -> List.of(query.getOrDefault(name, "")),
                "",
                new byte[0],
                0,
                "");
    }

    private static String json(Json json) {
        return new String(json.slice(), UTF_8);
    }
}
