package dev.angarium.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.event.Event;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonOutcome;
import dev.angarium.provider.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FormatTest {
    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);
    private static final List<String> NAMES = List.of("native", "cloudevents", "message_inbound", "zapi");

    static Stream<Arguments> goldens() {
        return NAMES.stream()
                .flatMap(format -> FormatEvents.all().keySet().stream().map(event -> Arguments.of(format, event)));
    }

    /** One file a format, one line an event: its name, a tab, its bytes. */
    @ParameterizedTest
    @MethodSource("goldens")
    void an_event_is_rendered_as_its_golden_line(String format, String event) throws IOException {
        var rendered = new String(render(format, event), UTF_8);
        assertThat(golden(format)).contains(event + "\t" + rendered);
    }

    private static List<String> golden(String format) throws IOException {
        try (var file = FormatTest.class.getResourceAsStream(format + ".golden")) {
            assertThat(file).isNotNull();
            return file == null
                    ? List.of()
                    : new String(file.readAllBytes(), UTF_8).lines().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void what_is_rendered_is_json_and_the_same_each_time(String format, String event) {
        var rendered = render(format, event);
        assertThat(JSON.read(rendered)).isInstanceOf(JsonOutcome.Parsed.class);
        assertThat(render(format, event)).isEqualTo(rendered);
    }

    private static byte[] render(String format, String event) {
        return Format.named(format).orElseThrow().render(event(event));
    }

    private static Event event(String name) {
        return Objects.requireNonNull(FormatEvents.all().get(name));
    }

    @Test
    void a_batch_is_an_array_of_what_each_event_alone_would_be() {
        var events = new ArrayList<>(FormatEvents.all().values());
        for (var format : Format.all().values()) {
            var batch = JSON.tree(format.renderBatch(events));
            assertThat(batch.size()).isEqualTo(events.size());
            assertThat(batch.at(0).slice()).isEqualTo(format.render(events.get(0)));
            assertThat(format.renderBatch(List.of())).isEqualTo("[]".getBytes(UTF_8));
        }
    }

    @Test
    void raw_is_the_providers_object_and_nothing_else() {
        var raw = Format.named("raw").orElseThrow();
        assertThat(raw.render(event("text"))).isEqualTo(event("text").raw());
        assertThat(raw.contentType(event("text"))).isEqualTo("application/json");
        assertThat(raw.render(event("unparsed-bytes")))
                .isEqualTo(event("unparsed-bytes").raw());
        assertThat(raw.contentType(event("unparsed-bytes"))).isEqualTo("application/octet-stream");
        assertThat(raw.render(event("own"))).isEqualTo("{\"mediaId\":\"m\"}".getBytes(UTF_8));
    }

    @Test
    void the_native_envelope_has_its_public_fields() {
        var envelope = JSON.tree(render("native", "text"));
        assertThat(names(envelope))
                .containsExactly(
                        "id",
                        "eventType",
                        "tenantId",
                        "deviceId",
                        "timestamp",
                        "sequence",
                        "receivedAt",
                        "occurredAt",
                        "data");
        assertThat(envelope.get("data").get("raw").slice())
                .isEqualTo(event("text").raw());
    }

    private static List<String> names(Json object) {
        var names = new ArrayList<String>();
        for (var at = 0; at < object.size(); at++) {
            names.add(object.key(at));
        }
        return names;
    }

    @Test
    void a_format_is_found_by_its_name_only() {
        assertThat(Format.all().keySet())
                .containsExactlyInAnyOrder("native", "cloudevents", "message_inbound", "zapi", "raw");
        assertThat(Format.named("xml")).isEmpty();
        assertThat(Format.named("cloudevents").orElseThrow().batchContentType())
                .isEqualTo("application/cloudevents-batch+json");
    }
}
