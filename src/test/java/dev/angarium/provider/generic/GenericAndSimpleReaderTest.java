package dev.angarium.provider.generic;

import static dev.angarium.provider.Reading.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.FieldProblem;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Reading;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericAndSimpleReaderTest {
    @ParameterizedTest
    @CsvSource({
        "message.received, message.received",
        "order.paid, provider.order.paid",
        "media.ready, provider.media.ready",
        "a b/c, provider.a_b_c"
    })
    void a_native_name_is_kept_and_any_other_is_put_under_provider(String event, String type) {
        var read = Reading.event("generic", "{\"event\":\"" + event + "\",\"id\":\"1\",\"chat\":\"c\"}");
        assertThat(read.type()).isEqualTo(type);
        assertThat(read.key()).isEqualTo(new DedupeKey(event, "1"));
        assertThat(read.chat()).isEqualTo("c");
    }

    @Test
    void without_a_name_the_path_or_nothing_names_it() {
        assertThat(Reading.event("generic", "{\"x\":1}").type()).isEqualTo("provider.generic");
        var webhook = Webhook.post("{}".getBytes(UTF_8), Reading.AT).withSuffix(List.of("a", "b"));
        assertThat(Reading.events(Reading.readout("generic", webhook)))
                .extracting(ProviderEvent::type)
                .containsExactly("provider.b");
    }

    @Test
    void without_an_id_the_content_tells_a_resend() {
        var one = Reading.event("generic", "{\"event\":\"x\",\"url\":\"a\"}");
        assertThat(one.key().kind()).isEqualTo("content-hash");
        assertThat(Reading.event("generic", "{\"event\":\"x\", \"url\":\"a\"}").key())
                .isEqualTo(one.key());
        assertThat(Reading.event("generic", "{\"event\":\"x\",\"url\":\"b\"}").key())
                .isNotEqualTo(one.key());
    }

    @Test
    void an_array_is_a_batch_and_a_scalar_is_not_understood() {
        assertThat(Reading.events("generic", "[{\"id\":1},{\"id\":2}]")).hasSize(2);
        for (var body : new String[] {"1", "[1]", "[]", "null"}) {
            assertThat(Reading.readout("generic", Webhook.post(body.getBytes(UTF_8), 0)))
                    .isInstanceOf(Readout.Unparsed.class);
        }
        for (var body : new String[] {"", "a=b", "{", "{} x"}) {
            assertThat(Reading.readout("generic", Webhook.post(body.getBytes(UTF_8), 0)))
                    .isInstanceOf(Readout.Malformed.class);
        }
    }

    @Test
    void a_simple_message_is_an_event_of_the_account_simple() {
        var body = "{\"message_id\":\"m1\",\"from\":\"+5511987654321\",\"to\":\"+15551234567\","
                + "\"ts\":\"2025-01-15T10:00:00Z\",\"text\":\"hello\",\"more\":[]}";
        var event = Reading.events(Reading.simple(body)).get(0);
        assertThat(event.externalId()).isEqualTo("simple");
        assertThat(event.key()).isEqualTo(new DedupeKey("content", "m1"));
        assertThat(event.type()).isEqualTo("message.received");
        assertThat(event.occurredAt()).isEqualTo(1_736_935_200_000L);
        assertThat(new String(data(event).get("simple").slice(), UTF_8))
                .isEqualTo("{\"from\":\"+5511987654321\",\"to\":\"+15551234567\",\"ts\":\"2025-01-15T10:00:00Z\"}");
        assertThat(Reading.raw(event)).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "no json | ^^",
                "[] | ^^",
                "{} | message_id from to ts",
                "{\"message_id\":\"\",\"from\":\"5511\",\"to\":\"+\",\"ts\":\"2025-01-15T10:00:00+00:00\","
                        + "\"text\":1} | message_id from to ts text",
                "{\"message_id\":\"m\",\"from\":\"+1 2\",\"to\":\"+1\",\"ts\":\"2025-02-30T10:00:00Z\"} | from ts",
                "{\"message_id\":1,\"from\":\"+1\",\"to\":\"+1\",\"ts\":\"2025-02-03T10:00:00Z\"} | message_id"
            })
    void each_broken_field_is_named(String body, String paths) {
        assertThat(Reading.simple(body))
                .isInstanceOfSatisfying(Readout.Invalid.class, invalid -> assertThat(String.join(
                                " ",
                                invalid.problems().stream()
                                        .map(FieldProblem::path)
                                        .toList()))
                        .isEqualTo(paths));
    }

    @Test
    void a_text_may_have_4096_code_points() {
        var body =
                "{\"message_id\":\"m\",\"from\":\"+1\",\"to\":\"+1\",\"ts\":\"2025-02-03T10:00:00Z\",\"text\":\"%s\"}";
        assertThat(Reading.simple(body.formatted("😀".repeat(4096)))).isInstanceOf(Readout.Events.class);
        assertThat(Reading.simple(body.formatted("x".repeat(4097)))).isInstanceOf(Readout.Invalid.class);
    }

    @Test
    void a_key_is_of_its_instance_its_kind_and_its_id() {
        assertThat(DedupeKey.of(1, "a", "bc")).isEqualTo(DedupeKey.of(1, "a", "bc"));
        assertThat(DedupeKey.of(1, "ab", "c")).isNotEqualTo(DedupeKey.of(1, "a", "bc"));
        assertThat(DedupeKey.of(2, "a", "bc")).isNotEqualTo(DedupeKey.of(1, "a", "bc"));
    }
}
