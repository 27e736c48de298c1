package dev.angarium.access.api;

import dev.angarium.Await;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.util.HashMap;
import java.util.Map;

/** Calls the API with the same headers each time. */
public record ApiClient(WebClient web, int port, Map<String, String> headers) {
    /** The same, with one header more or another value. */
    public ApiClient with(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new ApiClient(web, port, Map.copyOf(more));
    }

    public ApiClient without(String name) {
        var fewer = new HashMap<>(headers);
        fewer.remove(name);
        return new ApiClient(web, port, Map.copyOf(fewer));
    }

    public ApiClient key(String key) {
        return with("Authorization", "Bearer " + key);
    }

    /** As seen from another address. */
    public ApiClient from(String address) {
        return with("X-Forwarded-For", address);
    }

    public ApiClient once(String idempotencyKey) {
        return with("Idempotency-Key", idempotencyKey);
    }

    public Answer get(String path) {
        return send(HttpMethod.GET, path);
    }

    public Answer delete(String path) {
        return send(HttpMethod.DELETE, path);
    }

    public Answer post(String path) {
        return send(HttpMethod.POST, path);
    }

    public Answer post(String path, JsonObject body) {
        return send(HttpMethod.POST, path, body);
    }

    public Answer put(String path, JsonObject body) {
        return send(HttpMethod.PUT, path, body);
    }

    public Answer patch(String path, JsonObject body) {
        return send(HttpMethod.PATCH, path, body);
    }

    public Answer send(HttpMethod method, String path) {
        return Await.of(sending(method, path, Buffer.buffer()));
    }

    public Answer send(HttpMethod method, String path, JsonObject body) {
        return with("Content-Type", "application/json").send(method, path, body.toBuffer());
    }

    public Answer send(HttpMethod method, String path, Buffer body) {
        return Await.of(sending(method, path, body));
    }

    public Future<Answer> sending(HttpMethod method, String path, Buffer body) {
        var request = web.request(method, port, "127.0.0.1", path);
        headers.forEach(request::putHeader);
        var answer = body.length() == 0 ? request.send() : request.sendBuffer(body);
        return answer.map(
                it -> new Answer(it.statusCode(), it.headers(), it.body() == null ? Buffer.buffer() : it.body()));
    }
}
