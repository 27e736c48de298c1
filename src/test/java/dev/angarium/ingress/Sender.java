package dev.angarium.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.angarium.Await;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A provider: posts, and waits for the answer. */
final class Sender {
    private final Vertx vertx;
    private final HttpClient client;
    final int port;

    /** What came back. */
    record Answer(int status, MultiMap headers, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }

        List<JsonObject> events() {
            return json().getJsonArray("events").stream()
                    .map(JsonObject.class::cast)
                    .toList();
        }

        List<Long> sequences() {
            return events().stream().map(event -> event.getLong("sequence")).toList();
        }

        String code() {
            return json().getString("code");
        }
    }

    Sender(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
        client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(64));
    }

    Answer post(String path, String body, Map<String, String> headers) {
        return Await.of(begin(path, body.getBytes(UTF_8), headers));
    }

    Answer post(String path, byte[] body, Map<String, String> headers) {
        return Await.of(begin(path, body, headers));
    }

    Answer post(String path, String body) {
        return post(path, body, Map.of());
    }

    Future<Void> hangUp() {
        return client.close();
    }

    Answer get(String path) {
        return Await.onLoop(
                vertx, () -> client.request(HttpMethod.GET, path).compose(request -> answered(request.send())));
    }

    Future<Answer> begin(String path, byte[] body, Map<String, String> headers) {
        return send(path, headers, request -> request.send(Buffer.buffer(body)));
    }

    /** The same header two times. */
    Answer postTwice(String path, String body, String header, String value) {
        return Await.of(send(path, Map.of(), request -> {
            request.headers().add(header, value).add(header, value);
            return request.send(Buffer.buffer(body));
        }));
    }

    /** The head of a body of so many bytes, and none of them. */
    Answer announce(String path, long bytes) {
        return Await.of(send(path, Map.of("Content-Length", Long.toString(bytes)), request -> {
            var response = request.response();
            return request.sendHead().compose(sent -> response);
        }));
    }

    /** The head of a body of so many bytes, the first of them, and no more. */
    void dally(String path, int bytes) {
        Await.of(client.request(HttpMethod.POST, path)
                .compose(request -> request.putHeader("Content-Length", Integer.toString(bytes))
                        .write("{")));
    }

    /** Without a Content-Length. */
    Answer postChunked(String path, byte[] body, Map<String, String> headers) {
        return Await.of(send(path, headers, request -> {
            request.setChunked(true);
            return request.send(Buffer.buffer(body));
        }));
    }

    private Future<Answer> send(
            String path, Map<String, String> headers, Function<HttpClientRequest, Future<HttpClientResponse>> sending) {
        return Future.future(answer -> vertx.runOnContext(go -> client.request(HttpMethod.POST, path)
                .compose(request -> {
                    request.putHeader("Content-Type", "application/json");
                    headers.forEach(request::putHeader);
                    return answered(sending.apply(request));
                })
                .onComplete(answer)));
    }

    /** Asked for on the event loop of the client, or the body could be gone before somebody listens. */
    private static Future<Answer> answered(Future<HttpClientResponse> sent) {
        return sent.compose(response ->
                response.body().map(body -> new Answer(response.statusCode(), response.headers(), body.toString())));
    }
}
