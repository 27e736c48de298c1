package dev.angarium.dispatch.api;

import dev.angarium.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The lists that go on after a key. A cursor names its list, so that none is taken for another's. */
enum Cursor {
    DELIVERIES("[0-9]{1,15},[0-9]{1,10},[0-9]{1,15},[0-9]{1,10}"),
    LANES("[0-9]{1,9}"),
    LETTERS("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(Z|[+-][0-9:]{5}),[0-9a-f-]{36}"),
    QUARANTINE("qtn_[0-9A-Z]{26}"),
    EVENTS("[0-9]{1,15}");

    private final Pattern key;
    private final String prefix;

    Cursor(String key) {
        this.key = Pattern.compile(key);
        this.prefix = name().toLowerCase(Locale.ROOT) + ":";
    }

    String of(String listKey) {
        return Bytes.toBase64Url((prefix + listKey).getBytes(StandardCharsets.UTF_8));
    }

    /** Empty where this list gave no such cursor. */
    Optional<String> key(String cursor) {
        var text = new String(Bytes.fromBase64Url(cursor), StandardCharsets.UTF_8);
        return Optional.of(text)
                .filter(it -> it.startsWith(prefix))
                .map(it -> it.substring(prefix.length()))
                .filter(key.asMatchPredicate());
    }
}
