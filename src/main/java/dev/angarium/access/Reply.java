package dev.angarium.access;

import dev.angarium.web.Problem;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a call is answered.
 *
 * @param problem whether the body is a problem
 */
public record Reply(int status, Optional<JsonObject> body, Map<String, String> headers, boolean problem) {
    public static Reply ok(JsonObject body) {
        return new Reply(200, Optional.of(body), Map.of(), false);
    }

    public static Reply created(JsonObject body) {
        return new Reply(201, Optional.of(body), Map.of(), false);
    }

    public static Reply noContent() {
        return new Reply(204, Optional.empty(), Map.of(), false);
    }

    public static Reply of(Problem problem) {
        var headers = problem.retryAfterSeconds()
                .map(seconds -> Map.of("Retry-After", seconds))
                .orElse(Map.of());
        return new Reply(problem.status(), Optional.of(problem.toJson()), headers, true);
    }

    public static Reply notFound() {
        return of(Problem.notFound());
    }

    /** As a text to keep. */
    public JsonObject toJson() {
        var json = new JsonObject()
                .put("headers", new JsonObject(Map.copyOf(headers)))
                .put("problem", problem);
        body.ifPresent(content -> json.put("body", content));
        return json;
    }

    public static Reply fromJson(int status, JsonObject json) {
        var headers = new HashMap<String, String>();
        json.getJsonObject("headers").forEach(header -> headers.put(header.getKey(), (String) header.getValue()));
        return new Reply(
                status,
                Optional.ofNullable(json.getJsonObject("body")),
                Map.copyOf(headers),
                json.getBoolean("problem"));
    }

    /** The same, marked as told before. */
    public Reply replayed() {
        var marked = new HashMap<>(headers);
        marked.put("Idempotent-Replayed", "true");
        return new Reply(status, body, Map.copyOf(marked), problem);
    }
}
