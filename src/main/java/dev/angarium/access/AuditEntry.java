package dev.angarium.access;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What somebody did, or was refused.
 *
 * @param action such as {@code webhook.create}
 * @param object such as {@code webhook:sub_…}; empty where there is none yet
 * @param refused whether it was not allowed
 * @param details what an auditor needs to understand the row; never a secret
 */
public record AuditEntry(
        int tenantNo,
        String actor,
        String action,
        String object,
        boolean refused,
        JsonObject details,
        Optional<String> correlationId) {}
