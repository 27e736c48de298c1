package dev.angarium.harness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls the tenant API with the admin key, as an operator's script would. */
public final class BrokerApi {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final BrokerProcess broker;

    public BrokerApi(BrokerProcess broker) {
        this.broker = broker;
    }

    public JsonObject get(String path) {
        return send(request(path).GET());
    }

    /** All entries of a list, page by page; the path has a query. */
    public List<JsonObject> pages(String path) {
        var all = new ArrayList<JsonObject>();
        var cursor = "";
        do {
            var page = get(path + cursor);
            page.getJsonArray("data").forEach(entry -> all.add((JsonObject) entry));
            var next = page.getString("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return all;
    }

    public JsonObject post(String path, JsonObject body) {
        return send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.encode())));
    }

    /** Where to post to at the node itself, whatever name it gave itself in the URL. */
    public static String pathOf(String url) {
        return url.replaceFirst("^https?://[^/]+", "");
    }

    /** A Meta connection whose app secret is known; instances are made by their first event. */
    public JsonObject metaConnection(String secret) {
        return post(
                "/v1/connections",
                new JsonObject()
                        .put("provider", "meta")
                        .put("name", "load")
                        .put("auth", new JsonObject().put("scheme", "meta").put("secret", secret)));
    }

    public JsonObject webhook(String url, JsonObject more) {
        var body = new JsonObject().put("url", url).put("events", new io.vertx.core.json.JsonArray().add("*"));
        return post("/v1/webhooks", body.mergeIn(more));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(broker.uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + BrokerProcess.ADMIN_KEY);
    }

    private JsonObject send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
