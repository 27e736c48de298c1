package dev.angarium.provider;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Blanks credentials in a body that cannot be parsed, so that what is kept whole does not keep them. */
final class Redaction {
    private static final List<byte[]> KEYS = Credentials.AROUND.stream()
            .map(name -> ('"' + name + '"').getBytes(StandardCharsets.US_ASCII))
            .toList();

    private Redaction() {}

    /** The same bytes, with a star for each byte of the text behind every {@code "apikey":} and the like. One pass. */
    static byte[] of(byte[] body) {
        var copy = body.clone();
        for (var at = 0; at < copy.length; at++) {
            if (copy[at] == '"') {
                at = pass(copy, at);
            }
        }
        return copy;
    }

    /** Where to go on behind a quotation mark. */
    private static int pass(byte[] body, int at) {
        for (var key : KEYS) {
            if (at + key.length < body.length && isKey(body, at, key)) {
                return blank(body, at + key.length);
            }
        }
        return at;
    }

    private static boolean isKey(byte[] body, int from, byte[] key) {
        for (var at = 0; at < key.length; at++) {
            var letter = body[from + at];
            var lower = letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
            if (lower != key[at]) {
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
