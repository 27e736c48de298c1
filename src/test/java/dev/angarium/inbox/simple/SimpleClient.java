package dev.angarium.inbox.simple;

import dev.angarium.Await;
import dev.angarium.observe.metrics.HttpMetrics;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.web.Bodies;
import dev.angarium.web.ConnectionRoom;
import dev.angarium.web.Cors;
import dev.angarium.web.Gate;
import dev.angarium.web.HttpLimits;
import dev.angarium.web.HttpVerticle;
import dev.angarium.web.RouteTable;
import dev.angarium.web.address.TrustedProxies;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves routes on a socket and asks them. */
final class SimpleClient {
    private final AtomicInteger port = new AtomicInteger();
    private final HttpClient client;

    SimpleClient(SimpleWorld world, SimpleRoutes routes) {
        var metrics = new HttpMetrics(new MetricTable("angarium", 10));
        var shared = new Gate.Shared(
                world.time, metrics, Bodies.Budget.UNLIMITED, new Cors(List.of()), new TrustedProxies(List.of()));
        var table = new RouteTable().add(routes.routes());
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        Await.of(world.vertx.deployVerticle(new HttpVerticle(
                options,
                () -> new Gate(table, shared, new SplittableRandom(1)),
                limits(),
                new ConnectionRoom(100, metrics),
                world.time,
                port::set)));
        this.client = world.vertx.createHttpClient();
    }

    private static HttpLimits limits() {
        var span = Duration.ofMinutes(5);
        return new HttpLimits(span, span, span, span, span);
    }

    record Answer(int status, MultiMap headers, JsonObject body) {
        List<JsonObject> data() {
            return body.getJsonArray("data").stream()
                    .map(JsonObject.class::cast)
                    .toList();
        }

        List<String> ids() {
            return data().stream().map(each -> each.getString("message_id")).toList();
        }

        /** Of a problem, the fields it names. */
        List<String> fields() {
            return body.getJsonArray("errors", new JsonArray()).stream()
                    .map(error -> ((JsonObject) error).getString("field"))
                    .toList();
        }
    }

    Answer get(String path) {
        return Await.of(ask(path, Map.of()));
    }

    Answer get(String path, Map<String, String> headers) {
        return Await.of(ask(path, headers));
    }

    /** Asks /messages with one parameter, escaped. */
    Answer messages(String name, String value) {
        return get("/messages?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    Future<Answer> ask(String path, Map<String, String> headers) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port.get())
                .setURI(path);
        headers.forEach(options::putHeader);
        return client.request(options).compose(SimpleClient::answer);
    }

    /** All on the client's context: a body that arrives before it is asked for would be lost. */
    private static Future<Answer> answer(HttpClientRequest request) {
        return request.send().compose(response -> response.body()
                .map(body -> new Answer(response.statusCode(), response.headers(), body.toJsonObject())));
    }
}
