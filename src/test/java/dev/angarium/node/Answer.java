package dev.angarium.node;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What the node answered. */
record Answer(int status, String body) {
    JsonObject json() {
        return body.isEmpty() ? new JsonObject() : new JsonObject(body);
    }

    String text(String field) {
        return json().getString(field);
    }

    /** The entries of a list. */
    List<JsonObject> data() {
        return objects(json().getJsonArray("data"));
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
