package dev.angarium.tenant.webhook;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * A webhook as it is kept.
 *
 * @param view what its owner sees: every field of the API, without the secret
 * @param secret as its owner knows it
 */
record WebhookRow(int no, String id, JsonObject view, String secret) {
    /** What the owner sees but cannot set. */
    private static final Set<String> DERIVED =
            Set.of("id", "state", "stateReason", "previousSecretValidUntil", "createdAt", "updatedAt");

    /** The fields of a draft as they are now, with these instead; a null takes the default. */
    JsonObject patched(JsonObject patch) {
        var merged = view.copy();
        DERIVED.forEach(merged::remove);
        merged.mergeIn(patch, false);
        return merged;
    }

    @Override
    public String toString() {
        return "WebhookRow[" + id + "]";
    }
}
