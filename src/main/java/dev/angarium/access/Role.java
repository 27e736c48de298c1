package dev.angarium.access;

import static dev.angarium.access.Permission.AUDIT_READ;
import static dev.angarium.access.Permission.CONNECTIONS_MANAGE;
import static dev.angarium.access.Permission.DLQ_MANAGE;
import static dev.angarium.access.Permission.INBOX_ASSIGN;
import static dev.angarium.access.Permission.INBOX_READ;
import static dev.angarium.access.Permission.INBOX_READ_OWN;
import static dev.angarium.access.Permission.INBOX_TAGS;
import static dev.angarium.access.Permission.INBOX_WRITE;
import static dev.angarium.access.Permission.KEYS_MANAGE;
import static dev.angarium.access.Permission.MEMBERS_MANAGE;
import static dev.angarium.access.Permission.REPORTS_READ;
import static dev.angarium.access.Permission.TENANTS_MANAGE;
import static dev.angarium.access.Permission.WEBHOOKS_MANAGE;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The roles and, as one table, what each may do. */
public enum Role {
    AGENT(Set.of(), INBOX_READ_OWN, INBOX_WRITE),
    MANAGER(AGENT.permissions, INBOX_READ, INBOX_ASSIGN, INBOX_TAGS, DLQ_MANAGE, REPORTS_READ),
    TENANT_ADMIN(MANAGER.permissions, MEMBERS_MANAGE, CONNECTIONS_MANAGE, WEBHOOKS_MANAGE, KEYS_MANAGE, AUDIT_READ),
    SUPER_ADMIN(TENANT_ADMIN.permissions, TENANTS_MANAGE);

    private final Set<Permission> permissions;

    Role(Set<Permission> inherited, Permission... own) {
        var all = EnumSet.noneOf(Permission.class);
        all.addAll(inherited);
        all.addAll(Arrays.asList(own));
        this.permissions = Collections.unmodifiableSet(all);
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
