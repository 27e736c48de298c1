package dev.angarium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonReader;
import dev.angarium.provider.registry.Readers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real payloads of providers, kept outside this repository: a directory with an INDEX.tsv that says what each should
 * become. PAYLOADS_DIR names it; unset, these tests are skipped.
 */
class PayloadIndexTest {
    /** The index's words for types, once. Where it is coarser than we are, several of ours stand for one. */
    private static final Map<String, Set<String>> TYPES = Map.ofEntries(
            Map.entry("audio", Set.of("audio", "voice")),
            Map.entry("button_reply", Set.of("buttons_response")),
            Map.entry("flow_reply", Set.of("interactive")),
            Map.entry("call_permission_reply", Set.of("interactive")),
            Map.entry("group_participants", Set.of("group")),
            Map.entry("contact_update", Set.of("contact")),
            Map.entry("payment", Set.of("interactive")),
            Map.entry("buttons", Set.of("interactive")),
            Map.entry("event", Set.of("interactive")),
            Map.entry("poll_vote", Set.of("poll_choice")),
            Map.entry("edited", Set.of("text", "video")),
            Map.entry("revoked", Set.of("")),
            Map.entry("location", Set.of("location", "live_location")),
            Map.entry("waiting", Set.of("unsupported")),
            Map.entry("membership_request", Set.of("group")),
            Map.entry("status", Set.of("")));

    private static final Set<String> READ = Set.of(
            Providers.META,
            Providers.EVOLUTION,
            Providers.ZAPI,
            Providers.BAILEYS,
            Providers.GOWA,
            Providers.WHATSMEOW,
            Providers.TWILIO);
    private static final long RECEIVED_AT = 1_800_000_000_000L;
    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);
    private static final Readers READERS = new Readers(JsonLimits.DEFAULT);

    /** One line of the index. */
    record Row(String provider, Path body, int no, Map<String, String> expected) {
        String get(String column) {
            return expected.getOrDefault(column, "");
        }

        @Override
        public String toString() {
            return body.getFileName() + "#" + no;
        }
    }

    /** The environment as a child process would see it: the one door of this test. */
    private static String directory() {
        return new ProcessBuilder().environment().getOrDefault("PAYLOADS_DIR", "");
    }

    static Stream<Row> rows() throws IOException {
        if (directory().isEmpty()) {
            return Stream.of(new Row("", Path.of("skipped"), 0, Map.of()));
        }
        var directory = Path.of(directory());
        var lines = Files.readAllLines(directory.resolve("INDEX.tsv"));
        var columns = List.of(lines.get(0).split("\t", -1));
        return lines.stream()
                .skip(1)
                .map(line -> row(directory, columns, line))
                .filter(row -> READ.contains(row.provider()));
    }

    private static Row row(Path directory, List<String> columns, String line) {
        var cells = line.split("\t", -1);
        var expected = new HashMap<String, String>();
        for (var at = 0; at < cells.length; at++) {
            expected.put(columns.get(at), cells[at]);
        }
        var provider = cells[0].substring(0, cells[0].indexOf('/'));
        return new Row(provider, directory.resolve(cells[0]), Integer.parseInt(cells[1]), expected);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_real_payload_becomes_what_the_index_says(Row row) throws IOException {
        assumeTrue(!directory().isEmpty(), "PAYLOADS_DIR is not set");
        var webhook = webhook(row);
        var readout = READERS.of(row.provider()).orElseThrow().read(webhook);
        assertThat(readout).isInstanceOf(Readout.Events.class);
        var event = ((Readout.Events) readout).events().get(row.no());
        var data = JSON.tree(event.data());
        assertThat(data.isObject()).isTrue();
        assertThat(JSON.tree(event.raw()).isObject()).isTrue();
        assertType(row, event, data);
        assertParties(row, event, data);
        assertThat(said(event, data)).isEqualTo(row.get("text").replace("\\n", "\n"));
        assertTime(row, event, data);
        assertThat(!data.get("media").absent()).isEqualTo(row.get("has_media").equals("true"));
    }

    private static Webhook webhook(Row row) throws IOException {
        var webhook = Webhook.post(Files.readAllBytes(row.body()), RECEIVED_AT);
        return row.body().toString().endsWith(".form") ? webhook.as("application/x-www-form-urlencoded") : webhook;
    }

    private static void assertType(Row row, ProviderEvent event, Json data) {
        var type = row.get("type");
        if (row.get("event").equals("provider")) {
            assertThat(event.type()).isEqualTo("provider." + type);
            return;
        }
        assertThat(event.type()).isEqualTo(row.get("event"));
        assertThat(TYPES.getOrDefault(type, Set.of(type)))
                .contains(data.get("type").text());
    }

    private static void assertParties(Row row, ProviderEvent event, Json data) {
        assertThat(data.get("messageId").text()).isEqualTo(row.get("message_id"));
        assertThat(event.chat() == null ? "" : event.chat()).isEqualTo(row.get("chat"));
        assertThat(data.get("senderId").text()).isEqualTo(row.get("sender"));
        if (!row.get("direction").isEmpty()) {
            assertThat(data.get("direction").text())
                    .isEqualTo(row.get("direction").equals("in") ? "inbound" : "outbound");
        }
    }

    /** The index has one column for what we keep apart. */
    private static String said(ProviderEvent event, Json data) {
        return switch (event.type()) {
            case "message.status" -> data.get("status").get("value").text();
            case "message.reaction" -> data.get("reaction").get("emoji").text();
            case "presence.updated" -> data.get("presence").text();
            case "connection.updated" ->
                data.get("type").text().equals("qr") ? "" : data.get("state").text();
            case "contact.updated", "group.updated" -> data.get("chatName").text();
            case "group.participants" -> data.get("group").get("action").text();
            default ->
                data.get("text").text().isEmpty()
                        ? data.get("location").get("name").text()
                        : data.get("text").text();
        };
    }

    /** Outside messages the index takes Evolution's date_time, which is local time with a false Z: we do not. */
    private static void assertTime(Row row, ProviderEvent event, Json data) {
        var believed =
                !row.provider().equals(Providers.EVOLUTION) || row.get("event").startsWith("message.");
        var told = believed && !row.get("timestamp_ms").isEmpty();
        if (told) {
            assertThat(event.occurredAt()).isEqualTo(Long.parseLong(row.get("timestamp_ms")));
        } else if (!row.get("event").equals("provider")) {
            assertThat(event.occurredAt()).isEqualTo(-1);
            assertThat(data.get("timestampSource").text()).isEqualTo("received");
        }
    }

    @Test
    void a_directory_that_is_named_is_there() {
        assumeTrue(!directory().isEmpty(), "PAYLOADS_DIR is not set");
        assertThat(Path.of(directory()).resolve("INDEX.tsv")).isRegularFile();
    }
}
