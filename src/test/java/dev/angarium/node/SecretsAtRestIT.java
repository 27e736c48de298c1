package dev.angarium.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S12: whoever gets a dump or the disk of the database has no secret that was given to the node or that it gave out. */
class SecretsAtRestIT {
    private static final String PLANTED = "planted-secret-%s-0123456789abcdef";
    private static final String TABLES = "select relname from pg_stat_user_tables";

    /** Stays readable, so that the search is known to find what is there. */
    private static final String NAME = "a name that is no secret";

    @TempDir
    Path directory;

    private final List<String> secrets = new ArrayList<>();

    @Test
    void neither_a_dump_nor_the_files_of_the_database_hold_a_secret() {
        try (var node = Node.start(directory, Map.of("WEBHOOK_SECRET", planted("simple")))) {
            webhook(node);
            connection(node);
            var tenant = node.all("/v1/tenants").get(0).getString("id");
            var key = Node.expect(201, node.post("/v1/tenants/" + tenant + "/keys", json().put("name", NAME)));
            secrets.add(key.text("key"));
            node.get("/v1/webhooks");
            var database = new BrokerDatabase(node.dataDir());
            database.execute("checkpoint");

            assertThat(secrets).hasSize(9).doesNotContainNull();
            assertThat(found(dump(database), List.of(NAME))).isNotEmpty();
            assertThat(found(dump(database), secrets)).isEmpty();
            assertThat(files(node, List.of(NAME))).isNotEmpty();
            assertThat(files(node, secrets)).isEmpty();
        }
    }

    /** Its secret is ours, then one of the node's making. */
    private void webhook(Node node) {
        var headers = json().put("Authorization", planted("header"));
        var draft = json().put("secret", planted("webhook")).put("headers", headers);
        var webhook = node.subscribe("http://127.0.0.1:9/", draft).getString("id");
        secrets.add(Node.expect(200, node.post("/v1/webhooks/" + webhook + "/rotate-secret", json()))
                .text("secret"));
    }

    private void connection(Node node) {
        var auth = json().put("scheme", "meta")
                .put("secret", planted("connection"))
                .put("verifyToken", planted("verify"));
        var draft = json().put("provider", "meta").put("name", NAME).put("auth", auth);
        draft.put("api", json().put("token", planted("token")));
        var connection = Node.expect(201, node.post("/v1/connections", draft)).text("id");
        var fresh = json().put("secret", planted("rotated"));
        Node.expect(200, node.post("/v1/connections/" + connection + "/rotate-secret", fresh));
    }

    private String planted(String where) {
        var secret = PLANTED.formatted(where);
        secrets.add(secret);
        return secret;
    }

    private static String dump(BrokerDatabase database) {
        var all = new JsonArray();
        for (var table : database.rows(TABLES)) {
            database.rows("select t::text from \"" + table.get(0) + "\" t").forEach(all::add);
        }
        return all.encode();
    }

    private static List<String> files(Node node, List<String> wanted) {
        try (var files = Files.walk(node.dataDir().resolve("postgres"))) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> found(content(file), wanted).stream())
                    .distinct()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As it is, in hex, or in base64 from its first byte on. */
    private static TreeSet<String> found(String text, List<String> wanted) {
        var found = new TreeSet<String>();
        for (var word : wanted) {
            var bytes = word.getBytes(UTF_8);
            var base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            Stream.of(word, HexFormat.of().formatHex(bytes), base64.substring(0, base64.length() - 2))
                    .filter(text::contains)
                    .forEach(spelling -> found.add(word));
        }
        return found;
    }

    private static JsonObject json() {
        return new JsonObject();
    }
}
