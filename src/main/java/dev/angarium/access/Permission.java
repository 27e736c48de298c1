package dev.angarium.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The permission words; a key's scopes are these. */
public enum Permission {
    TENANTS_MANAGE("tenants.manage"),
    MEMBERS_MANAGE("members.manage"),
    CONNECTIONS_MANAGE("connections.manage"),
    WEBHOOKS_MANAGE("webhooks.manage"),
    KEYS_MANAGE("keys.manage"),
    AUDIT_READ("audit.read"),
    /** All threads, and with them all events. */
    INBOX_READ("inbox.read"),
    INBOX_ASSIGN("inbox.assign"),
    INBOX_TAGS("inbox.tags"),
    DLQ_MANAGE("dlq.manage"),
    REPORTS_READ("reports.read"),
    /** The threads assigned to the caller, no others. */
    INBOX_READ_OWN("inbox.read.own"),
    INBOX_WRITE("inbox.write");

    private final String word;

    Permission(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<Permission> of(String word) {
        return Arrays.stream(values())
                .filter(permission -> permission.word.equals(word))
                .findFirst();
    }

    /**
     * What an operation asks for: one word, or several with a bar between them, any of which is enough.
     *
     * @throws IllegalArgumentException for an unknown word: a defect of the API's description
     */
    public static Set<Permission> anyOf(String words) {
        var permissions = EnumSet.noneOf(Permission.class);
        for (var word : words.split("\\|")) {
            permissions.add(of(word).orElseThrow(() -> new IllegalArgumentException("no permission " + word)));
        }
        return permissions;
    }
}
