package dev.angarium.traffic;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** What the node answered, and how long that took. */
record Reply(int status, String head, String body, long nanos) {
    boolean isGood() {
        return status / 100 == 2;
    }

    boolean says(String header) {
        return head.toLowerCase(Locale.ROOT).contains("\r\n" + header.toLowerCase(Locale.ROOT) + ":");
    }

    /** The number of the one event that was sent. */
    long seq() {
        return new JsonObject(body).getJsonArray("events").getJsonObject(0).getLong("sequence");
    }
}
