package dev.angarium.tenant.account;

import dev.angarium.access.Permission;
import dev.angarium.access.Rights;
import dev.angarium.access.Role;
import dev.angarium.access.input.Fields;
import dev.angarium.access.input.Read;
import dev.angarium.access.input.Times;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a maker wants of a key, checked.
 *
 * @param expiresAt epoch milliseconds
 */
record KeyDraft(String name, Optional<Role> role, List<Permission> scopes, OptionalLong expiresAt) {
    private static final int NAME_MAX = 200;
    private static final int WORD_MAX = 64;
    private static final List<String> ROLES = List.of("tenant_admin", "manager", "agent");

    Rights rights() {
        return Rights.of(role, scopes);
    }

    static Read<KeyDraft> read(JsonObject body, long now) {
        var fields = Fields.of(body);
        return fields.end(new KeyDraft(
                fields.requiredText("name", 1, NAME_MAX),
                fields.word("role", ROLES).flatMap(Role::of),
                scopes(fields),
                expiresAt(fields, now)));
    }

    private static List<Permission> scopes(Fields fields) {
        var words = fields.texts("scopes", Permission.values().length, WORD_MAX).orElse(List.of());
        var scopes = new LinkedHashSet<Permission>();
        for (var at = 0; at < words.size(); at++) {
            var scope = Permission.of(words.get(at)).filter(it -> it != Permission.TENANTS_MANAGE);
            if (scope.isEmpty()) {
                fields.problem("scopes[" + at + "]", "must be a permission that a tenant's key can have");
            }
            scope.ifPresent(scopes::add);
        }
        return new ArrayList<>(scopes);
    }

    private static OptionalLong expiresAt(Fields fields, long now) {
        var value = fields.text("expiresAt", 1, WORD_MAX);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        var millis = Times.iso(value.get());
        if (millis.isEmpty() || millis.getAsLong() <= now) {
            fields.problem("expiresAt", "must be an ISO-8601 time to come");
        }
        return millis;
    }
}
