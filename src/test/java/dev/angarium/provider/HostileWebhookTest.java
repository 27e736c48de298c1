package dev.angarium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.provider.json.HostileBodies;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonOutcome;
import dev.angarium.provider.json.JsonReader;
import dev.angarium.provider.json.Numbers;
import dev.angarium.provider.json.Peek;
import dev.angarium.provider.json.Utf8;
import dev.angarium.provider.registry.Readers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in: an answer, in bounded time, and events that no later step can choke on. */
class HostileWebhookTest {
    private static final long AT = 1_800_000_000_000L;
    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);
    private static final Readers READERS = new Readers(JsonLimits.DEFAULT);

    static Stream<String> names() {
        return HostileBodies.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void a_hostile_body_is_refused_or_kept(String name) {
        var body = HostileBodies.all().getOrDefault(name, new byte[0]);
        assertThat(JSON.read(body)).isNotNull();
        assertThat(Peek.standard().find(body, Peek.META_INSTANCE)).isEmpty();
        for (var provider : Providers.NAMES) {
            READERS.of(provider).ifPresent(reader -> check(reader.read(Webhook.post(body, AT))));
        }
        check(READERS.simple().read(Webhook.post(body, AT)));
    }

    private static void check(Readout readout) {
        if (readout instanceof Readout.Events events) {
            events.events().forEach(HostileWebhookTest::check);
        }
    }

    private static void check(ProviderEvent event) {
        assertThat(JSON.read(event.data())).isInstanceOf(JsonOutcome.Parsed.class);
        assertThat(JSON.read(event.raw())).isInstanceOf(JsonOutcome.Parsed.class);
        assertThat(Utf8.valid(event.data(), 0, event.data().length)).isTrue();
        assertThat(new String(event.data(), StandardCharsets.UTF_8)).doesNotContain("\\u0000", "\\ud8");
        assertThat(event.chat() + event.externalId() + event.type()).doesNotContain("\u0000");
        assertThat(event.key().id()).isNotEmpty();
        assertThat(Numbers.isNumber(Long.toString(event.occurredAt()))).isTrue();
    }

    /** Members that readers look for, with values of every kind. */
    @Provide
    Arbitrary<String> documents() {
        var leaf = Arbitraries.of(
                "1", "\"x\"", "null", "true", "[]", "{}", "\"14\"", "1e999", "\"5511999999999@s.whatsapp.net\"");
        var name = Arbitraries.of(
                "entry changes value field messages statuses calls message_echoes metadata contacts profile from id type text"
                        .concat(
                                " body timestamp image reaction edit revoke interactive context event data instance key message")
                        .concat(
                                " remoteJid fromMe participant protocolMessage editedMessage ephemeralMessage imageMessage")
                        .concat(" contextInfo quotedMessage pollCreationMessage options update status presences qrcode")
                        .split(" "));
        return Arbitraries.recursive(() -> leaf, inner -> nested(name, inner), 1, 6);
    }

    private static Arbitrary<String> nested(Arbitrary<String> name, Arbitrary<String> inner) {
        var list = inner.list().ofMaxSize(3).map(List::toString);
        var object = Combinators.combine(name, inner, name, inner)
                .as((one, first, two, second) -> "{\"" + one + "\":" + first + ",\"" + two + "\":" + second + "}");
        return Arbitraries.frequencyOf(Tuple.of(1, list), Tuple.of(4, object));
    }

    @Property(tries = 1000)
    void any_document_gives_a_readout(@ForAll("documents") String inner) {
        for (var event :
                new String[] {"messages.upsert", "messages.update", "messages.edited", "messages.delete", "call"}) {
            var body = "{\"event\":\"" + event + "\",\"instance\":\"i\",\"data\":" + inner
                    + ",\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":" + inner + "}]}]}";
            var webhook = Webhook.post(body.getBytes(StandardCharsets.UTF_8), AT);
            for (var provider : Providers.NAMES) {
                READERS.of(provider).ifPresent(reader -> check(reader.read(webhook)));
            }
        }
    }
}
