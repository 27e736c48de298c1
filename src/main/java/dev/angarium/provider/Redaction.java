package dev.angarium.provider;

import java.nio.charset.StandardCharsets;

/** Blanks a credential in a body that cannot be parsed, so that what is kept whole does not keep the key. */
final class Redaction {
    private static final byte[] KEY = "\"apikey\"".getBytes(StandardCharsets.US_ASCII);

    private Redaction() {}

    /** The same bytes, with a star for each byte of the text behind every {@code "apikey":}. One pass. */
    static byte[] of(byte[] body) {
        var copy = body.clone();
        for (var at = 0; at + KEY.length < copy.length; at++) {
            if (isKey(copy, at)) {
                at = blank(copy, at + KEY.length);
            }
        }
        return copy;
    }

    private static boolean isKey(byte[] body, int from) {
        for (var at = 0; at < KEY.length; at++) {
            var letter = body[from + at];
            var lower = letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
            if (lower != KEY[at]) {
                return false;
            }
        }
        return true;
    }

    /** Where the value ends. */
    private static int blank(byte[] body, int from) {
        var at = from;
        while (at < body.length && (body[at] == ':' || body[at] == ' ' || body[at] == '\t' || body[at] == '\n')) {
            at++;
        }
        if (at == body.length || body[at] != '"') {
            return at - 1;
        }
        for (at++; at < body.length && body[at] != '"'; at++) {
            if (body[at] == '\\' && at + 1 < body.length) {
                body[at++] = '*';
            }
            body[at] = '*';
        }
        return at;
    }
}
