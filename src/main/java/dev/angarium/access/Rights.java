package dev.angarium.access;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a caller may do. */
public record Rights(Set<Permission> permissions) {
    public static final Rights NONE = new Rights(Set.of());

    public Rights {
        permissions = Set.copyOf(permissions);
    }

    /** Of a tenant's key: its role's and its scopes' together; a key with neither has tenant_admin's. */
    public static Rights of(Optional<Role> role, Collection<Permission> scopes) {
        if (role.isEmpty() && scopes.isEmpty()) {
            return of(Role.TENANT_ADMIN);
        }
        var all = EnumSet.noneOf(Permission.class);
        role.ifPresent(known -> all.addAll(known.permissions()));
        all.addAll(scopes);
        return new Rights(all);
    }

    public static Rights of(Role role) {
        return new Rights(role.permissions());
    }

    /** Whether these are all there: nobody gives away what they do not have. */
    public boolean cover(Rights others) {
        return permissions.containsAll(others.permissions);
    }

    public boolean anyOf(Set<Permission> wanted) {
        return !Collections.disjoint(permissions, wanted);
    }

    public boolean has(Permission permission) {
        return permissions.contains(permission);
    }
}
