package dev.angarium.ingress.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.registry.Readers;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NormaliseCommandTest {
    private static final String MESSAGE =
            """
            {"event":"messages.upsert","instance":"sales","data":{"key":{"remoteJid":"5511987654321@s.whatsapp.net",
             "fromMe":false,"id":"3EB0"},"message":{"conversation":"hello"},"messageTimestamp":1767225600}}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory = Path.of("");

    private int run(String input, String... arguments) {
        var command = new NormaliseCommand(
                new Normaliser(new Readers(JsonLimits.DEFAULT)),
                InstantSource.fixed(Instant.ofEpochSecond(1_767_225_601)),
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String text() {
        return new JsonObject(out.toString())
                .getJsonArray("events")
                .getJsonObject(0)
                .getJsonObject("data")
                .getString("text");
    }

    @Test
    void it_prints_the_events_of_standard_input() {
        assertThat(run(MESSAGE, "--provider", "evolution")).isZero();
        assertThat(text()).isEqualTo("hello");
    }

    @Test
    void it_prints_the_events_of_a_file() throws IOException {
        var file = Files.writeString(directory.resolve("message.json"), MESSAGE);
        assertThat(run("", "--provider", "evolution", file.toString())).isZero();
        assertThat(text()).isEqualTo("hello");
    }

    @Test
    void what_its_route_would_refuse_ends_with_1_and_the_problem() {
        assertThat(run("no JSON", "--provider", "evolution")).isOne();
        assertThat(err.toString()).contains("MALFORMED_BODY");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrong_arguments_end_with_2_and_say_which() {
        assertThat(run(MESSAGE, "--provider", "icq")).isEqualTo(2);
        assertThat(err.toString()).contains("--provider must be one of meta, evolution");
        assertThat(run(MESSAGE, "--provider", "meta", "absent.json")).isEqualTo(2);
        assertThat(err.toString()).contains("absent.json cannot be read");
    }
}
