package dev.angarium.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.angarium.Await;
import dev.angarium.ingress.IngressWorld.Connection;
import dev.angarium.ingress.IngressWorld.Rules;
import dev.angarium.pg.TestDatabase;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The main job on real input: every payload of a directory that PAYLOADS_DIR names, posted with a valid signature, is in
 * the log. Unset, these tests are skipped.
 */
class IngressPayloadsTest {
    private static final String SECRET = "a secret of this test";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static IngressWorld world;

    @BeforeAll
    static void start() {
        world = new IngressWorld(database, Rules.usual());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void payloadsAreNamed() {
        assumeTrue(!directory().isEmpty(), "PAYLOADS_DIR is not set");
    }

    /** The environment as a child process would see it: the one door of this test. */
    private static String directory() {
        return new ProcessBuilder().environment().getOrDefault("PAYLOADS_DIR", "");
    }

    private static List<Path> files(String provider) throws IOException {
        try (var files = Files.list(Path.of(directory(), provider))) {
            return files.sorted().toList();
        }
    }

    /** How many events the index expects of each file. */
    private static Map<String, Integer> expected() throws IOException {
        var counts = new HashMap<String, Integer>();
        Files.readAllLines(Path.of(directory(), "INDEX.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .forEach(cells -> counts.merge(cells[0], Integer.parseInt(cells[1]) + 1, Math::max));
        return counts;
    }

    @Test
    void every_payload_of_meta_is_taken_and_a_resend_is_known() throws IOException {
        post("meta", world.connect("meta", "meta", SECRET));
    }

    @Test
    void every_payload_of_evolution_is_taken_and_a_resend_is_known() throws IOException {
        post("evolution", world.connect("evolution", "evolution", Map.of("accept", "hmac"), Map.of("hmac", SECRET)));
    }

    private static void post(String provider, Connection connection) throws IOException {
        var files = files(provider);
        assertThat(files).hasSizeGreaterThan(10);
        var expected = expected();
        for (var file : files) {
            var answer = send(connection, file);
            assertThat(answer.status()).as(file.toString()).isEqualTo(200);
            var rows = expected.getOrDefault(provider + "/" + file.getFileName(), 1);
            assertThat(answer.events()).as(file.toString()).hasSizeGreaterThanOrEqualTo(rows);
        }
        var logged = world.logged(connection);
        assertThat(logged)
                .filteredOn(row -> "provider.unparsed".equals(row.get("type")))
                .isEmpty();
        assertNumbered(logged);
        for (var file : files) {
            assertThat(send(connection, file).status()).isEqualTo(200);
        }
        assertThat(resent(logged, world.logged(connection))).isLessThan(logged.size() / 4);
    }

    /** States without a time of their own may be kept again by a resend; messages never. */
    private static int resent(List<? extends Map<String, ?>> before, List<? extends Map<String, ?>> after) {
        assertThat(messages(after)).isEqualTo(messages(before));
        return after.size() - before.size();
    }

    private static long messages(List<? extends Map<String, ?>> rows) {
        return rows.stream()
                .filter(row -> String.valueOf(row.get("type")).startsWith("message."))
                .count();
    }

    private static void assertNumbered(List<? extends Map<String, ?>> logged) {
        logged.stream()
                .collect(Collectors.groupingBy(row -> row.get("instance")))
                .forEach((instance, rows) -> {
                    for (var at = 0; at < rows.size(); at++) {
                        assertThat(rows.get(at).get("seq")).isEqualTo(at + 1L);
                    }
                });
    }

    private static Sender.Answer send(Connection connection, Path file) throws IOException {
        var body = Files.readAllBytes(file);
        var headers = new HashMap<>(Signer.meta(SECRET, body));
        headers.put("X-Evolution-Signature", Signer.hex(SECRET, body));
        Future<Sender.Answer> answer = world.sender.begin(connection.path(), body, headers);
        return Await.of(answer);
    }
}
