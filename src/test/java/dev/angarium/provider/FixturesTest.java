package dev.angarium.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Payloads of our own, a file a provider. A case is its name behind {@code ==}, a line {@code ->} for each event that must
 * come of it, and the body. Such a line has {@code event}, {@code key} (the kind), {@code at} and members of the data by
 * their path, with {@code |} between.
 */
class FixturesTest {
    private static final Set<String> FORMS = Set.of("twilio");
    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);

    /** One payload and the lines about its events. */
    record Case(String provider, String name, List<String> expected, String body) {
        @Override
        public String toString() {
            return provider + ": " + name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of("twilio", "zapi", "baileys", "whatsmeow", "waha", "gowa")
                .flatMap(FixturesTest::cases);
    }

    private static Stream<Case> cases(String provider) {
        var cases = new ArrayList<Case>();
        for (var block : read("fixtures/" + provider + ".txt").split("(?m)^== ", -1)) {
            var lines = block.lines().toList();
            if (!block.isBlank()) {
                var expected =
                        lines.stream().filter(line -> line.startsWith("-> ")).toList();
                var body = String.join("\n", lines.subList(1 + expected.size(), lines.size()));
                cases.add(new Case(provider, lines.get(0), expected, body.strip()));
            }
        }
        return cases.stream();
    }

    private static String read(String name) {
        try (var in = Objects.requireNonNull(FixturesTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<ProviderEvent> events(Case one) {
        var webhook = Webhook.post(one.body().getBytes(UTF_8), Reading.AT);
        var form = FORMS.contains(one.provider()) && !one.body().startsWith("{");
        return Reading.events(Reading.readout(
                one.provider(), form ? webhook.as("application/x-www-form-urlencoded; charset=UTF-8") : webhook));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_payload_becomes_what_its_case_says(Case one) {
        var events = events(one);
        assertThat(events).hasSameSizeAs(one.expected());
        for (var at = 0; at < events.size(); at++) {
            check(one.expected().get(at).substring(3), events.get(at));
        }
    }

    private static void check(String line, ProviderEvent event) {
        for (var pair : line.split(" \\| ", -1)) {
            var equals = pair.indexOf('=');
            var name = pair.substring(0, equals).strip();
            assertThat(value(name, event))
                    .as(name)
                    .isEqualTo(pair.substring(equals + 1).strip());
        }
    }

    private static String value(String name, ProviderEvent event) {
        return switch (name) {
            case "event" -> event.type();
            case "key" -> event.key().kind();
            case "at" -> Long.toString(event.occurredAt());
            case "account" -> event.externalId();
            default -> {
                var value = Reading.data(event);
                for (var step : name.split("\\.", -1)) {
                    value = Character.isDigit(step.charAt(0)) ? value.at(Integer.parseInt(step)) : value.get(step);
                }
                yield value.kind() == Json.Kind.NULL ? "null" : value.scalar();
            }
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_resend_has_the_keys_of_the_first(Case one) {
        var later = Webhook.post(one.body().getBytes(UTF_8), Reading.AT + 400);
        var form = FORMS.contains(one.provider()) && !one.body().startsWith("{");
        var again = Reading.events(
                Reading.readout(one.provider(), form ? later.as("application/x-www-form-urlencoded") : later));
        assertThat(again)
                .extracting(ProviderEvent::key)
                .containsExactlyElementsOf(
                        events(one).stream().map(ProviderEvent::key).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"twilio", "zapi", "baileys", "whatsmeow", "waha", "gowa"})
    void no_two_events_of_a_file_are_taken_for_one(String provider) {
        var keys = new HashSet<DedupeKey>();
        cases(provider).flatMap(one -> events(one).stream()).forEach(event -> assertThat(keys.add(event.key()))
                .as(event.key().toString())
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_is_kept_is_json_without_a_secret(Case one) {
        for (var event : events(one)) {
            assertThat(JSON.tree(event.raw()).isObject()).isTrue();
            assertThat(Reading.raw(event) + Reading.data(event)).doesNotContain("planted");
        }
    }
}
