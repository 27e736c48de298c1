package dev.angarium.tenant.webhook;

import dev.angarium.access.input.Times;
import dev.angarium.settings.value.Durations;
import dev.angarium.tenant.Seals;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between a row of {@code subscription} and what its owner sees. */
final class PgWebhookRows {
    private final Seals seals;

    PgWebhookRows(Seals seals) {
        this.seals = seals;
    }

    WebhookRow read(String tenantId, Row row) {
        var owner = new Seals.Owner(tenantId, row.getString("id"));
        return new WebhookRow(
                row.getInteger("no"),
                owner.rowId(),
                view(owner, row),
                seals.open(owner, Seals.SECRET, row.getBuffer("sealed_secret")).orElse(""));
    }

    private JsonObject view(Seals.Owner owner, Row row) {
        var headers = seals.open(owner, Seals.HEADERS, row.getBuffer("sealed_headers"));
        return new JsonObject()
                .put("id", owner.rowId())
                .put("url", row.getString("url"))
                .put("events", list(row.getArrayOfStrings("events")))
                .put("retryCount", row.getInteger("retry_count"))
                .put("retryDelays", durations(row.getArrayOfLongs("retry_delays")))
                .put("timeout", Durations.text(Duration.ofMillis(row.getLong("timeout_millis"))))
                .put("ordering", row.getString("ordering"))
                .put("concurrency", row.getInteger("concurrency"))
                .put("batch", row.getInteger("batch"))
                .put("mediaMode", row.getString("media_mode"))
                .put("retryPolicy", row.getString("retry_policy"))
                .put("format", row.getString("format"))
                .put("instances", list(row.getArrayOfStrings("instances")))
                .put("headers", headers.map(JsonObject::new).orElseGet(JsonObject::new))
                .put(
                        "filter",
                        new JsonObject()
                                .put("chats", list(row.getArrayOfStrings("chats")))
                                .put("groups", row.getBoolean("groups")))
                .put("rateLimit", row.getInteger("per_second"))
                .put("enabled", !row.getString("state").equals("disabled"))
                .put("description", row.getString("description"))
                .put("state", row.getString("state"))
                .put("stateReason", row.getString("state_reason"))
                .put("previousSecretValidUntil", time(row.getOffsetDateTime("previous_until")))
                .put("createdAt", time(row.getOffsetDateTime("created_at")))
                .put("updatedAt", time(row.getOffsetDateTime("updated_at")));
    }

    /** The values of a draft, in the order in which both statements name them: from $1 to $18. */
    Tuple values(Seals.Owner owner, WebhookDraft draft) {
        return Tuple.tuple()
                .addString(draft.url())
                .addArrayOfString(draft.events().toArray(String[]::new))
                .addInteger(draft.retryCount())
                .addArrayOfLong(
                        draft.retryDelays().stream().map(Duration::toMillis).toArray(Long[]::new))
                .addString(draft.brokerRetries() ? "broker" : null)
                .addLong(draft.timeout().toMillis())
                .addString(draft.ordering().name().toLowerCase(Locale.ROOT))
                .addInteger(draft.concurrency())
                .addInteger(draft.batch())
                .addString(draft.mediaMode())
                .addString(draft.format())
                .addArrayOfString(draft.instances().toArray(String[]::new))
                .addBuffer(seals.seal(owner, Seals.HEADERS, encode(draft.headers())))
                .addArrayOfString(draft.chats().toArray(String[]::new))
                .addBoolean(draft.groups())
                .addInteger(draft.rateLimit().orElse(null))
                .addString(draft.description().orElse(null))
                .addString(draft.enabled() ? "active" : "disabled");
    }

    private static String encode(Map<String, String> headers) {
        return new JsonObject(Map.copyOf(headers)).encode();
    }

    private static JsonArray list(String[] texts) {
        return new JsonArray(List.of(texts));
    }

    private static JsonArray durations(Long[] millis) {
        return new JsonArray(Arrays.stream(millis)
                .map(Duration::ofMillis)
                .map(Durations::text)
                .toList());
    }

    private static @Nullable String time(@Nullable OffsetDateTime time) {
        return time == null ? null : Times.text(time);
    }
}
