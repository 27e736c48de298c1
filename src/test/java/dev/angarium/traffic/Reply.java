package dev.angarium.traffic;

import io.vertx.core.json.JsonObject;

/** What the node answered. */
record Reply(int status, String body) {
    boolean isGood() {
        return status / 100 == 2;
    }

    /** The number of the one event that was sent. */
    long seq() {
        return new JsonObject(body).getJsonArray("events").getJsonObject(0).getLong("sequence");
    }
}
