package dev.angarium.tenant.connection;

import dev.angarium.access.input.Times;
import dev.angarium.provider.signature.SchemeConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;

/** What an owner sees of a row of {@code connection}: everything but the secrets. */
final class PgConnectionRows {
    private PgConnectionRows() {}

    static JsonObject view(Row row) {
        return new JsonObject()
                .put("id", row.getString("id"))
                .put("provider", row.getString("provider"))
                .put("name", row.getString("name"))
                .put("auth", auth(row))
                .put("apiConfigured", new JsonArray(List.of(row.getArrayOfStrings("api_names"))))
                .put("autoProvision", row.getBoolean("auto_provision"))
                .put("maxBody", row.getInteger("max_body"))
                .put("refused", refused(row))
                .put("createdAt", Times.text(row.getOffsetDateTime("created_at")))
                .put("updatedAt", Times.text(row.getOffsetDateTime("updated_at")));
    }

    private static JsonObject refused(Row row) {
        var at = row.getOffsetDateTime("too_large_at");
        return new JsonObject()
                .put("tooLarge", row.getLong("too_large"))
                .put("lastAt", at == null ? null : Times.text(at));
    }

    private static JsonObject auth(Row row) {
        var auth = new JsonObject().put("scheme", row.getString("scheme"));
        row.getJsonObject("options")
                .forEach(option -> auth.put(option.getKey(), shown(option.getKey(), option.getValue())));
        var until = row.getOffsetDateTime("previous_until");
        return auth.put("hasSecret", row.getBuffer("sealed_secret") != null)
                .put("hasVerifyToken", row.getBuffer("sealed_verify_token") != null)
                .put("previousValidUntil", until == null ? null : Times.text(until));
    }

    private static Object shown(String option, Object value) {
        return option.equals(SchemeConfig.ACCEPT) ? new JsonArray(List.of(((String) value).split(","))) : value;
    }
}
