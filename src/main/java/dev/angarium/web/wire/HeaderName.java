package dev.angarium.web.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A header's name, checked and encoded once. */
public final class HeaderName {
    private final byte[] start;

    private HeaderName(byte[] start) {
        this.start = start;
    }

    /** @throws IllegalArgumentException where it is not of token characters */
    public static HeaderName of(CharSequence name) {
        for (var at = 0; at < name.length(); at++) {
            if (!Ascii.isToken(name.charAt(at))) {
                throw new IllegalArgumentException("a header's name has token characters only");
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a header has a name");
        }
        return new HeaderName((name + ": ").getBytes(ISO_8859_1));
    }

    byte[] start() {
        return start;
    }
}
