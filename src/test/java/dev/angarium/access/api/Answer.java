package dev.angarium.access.api;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the API answered. */
public record Answer(int status, MultiMap headers, Buffer body) {
    public JsonObject json() {
        return new JsonObject(body);
    }

    public String text(String field) {
        return Objects.requireNonNull(json().getString(field), field);
    }

    public String id() {
        return text("id");
    }

    /** A problem's code. */
    public String code() {
        return text("code");
    }

    /** The fields a problem names, in its order. */
    public List<String> fields() {
        return json().getJsonArray("errors", new JsonArray()).stream()
                .map(error -> ((JsonObject) error).getString("field"))
                .toList();
    }

    /** The entries of a page. */
    public List<JsonObject> data() {
        return json().getJsonArray("data").stream().map(JsonObject.class::cast).toList();
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
