package dev.angarium.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.harness.BrokerApi;
import dev.angarium.harness.BrokerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A node under test and who calls it. */
final class Node implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final BrokerProcess broker;

    private Node(BrokerProcess broker) {
        this.broker = broker;
    }

    static Node start(Path directory, Map<String, String> environment) {
        return new Node(BrokerProcess.start(directory.resolve("data"), List.of("-Xmx384m"), environment));
    }

    Path log() {
        return broker.log();
    }

    Path dataDir() {
        return broker.dataDir();
    }

    /** SIGTERM; returns the exit code. */
    int stop() {
        return broker.stop();
    }

    @Override
    public void close() {
        broker.close();
    }

    Answer get(String path) {
        return send("GET", path, "", admin());
    }

    Answer post(String path, JsonObject body) {
        return send("POST", path, body.encode(), admin());
    }

    Answer put(String path, JsonObject body) {
        return send("PUT", path, body.encode(), admin());
    }

    Answer delete(String path) {
        return send("DELETE", path, "", admin());
    }

    static Map<String, String> admin() {
        return key(BrokerProcess.ADMIN_KEY);
    }

    static Map<String, String> key(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }

    /** @param body empty for none */
    Answer send(String method, String path, String body, Map<String, String> headers) {
        return send(method, path, body.getBytes(UTF_8), headers);
    }

    Answer send(String method, String path, byte[] body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(broker.uri(path))
                .timeout(PATIENCE)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body.length > 0 && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A connection; the path its provider posts to. */
    String connect(String provider, JsonObject auth) {
        var draft = new JsonObject()
                .put("provider", provider)
                .put("name", "of a test")
                .put("auth", auth);
        return BrokerApi.pathOf(expect(201, post("/v1/connections", draft)).text("webhookUrl"));
    }

    /** A subscription to everything; as it was made. */
    JsonObject subscribe(String url, JsonObject more) {
        var draft = new JsonObject()
                .put("url", url)
                .put("events", new JsonArray().add("*"))
                .mergeIn(more);
        return expect(201, post("/v1/webhooks", draft)).json();
    }

    static Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", got " + answer);
        }
        return answer;
    }

    /** Every entry of a list, page by page. */
    List<JsonObject> all(String path) {
        var all = new ArrayList<JsonObject>();
        var cursor = "";
        do {
            var page = expect(200, get(path + (path.contains("?") ? "&" : "?") + "limit=100" + cursor));
            all.addAll(page.data());
            var next = page.text("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return all;
    }

    static void until(String what, BooleanSupplier isSo) {
        BrokerProcess.until(PATIENCE, isSo, what);
    }
}
