package dev.angarium.ingress;

import java.util.UUID;

/**
 * A message in the log: the same letters for the same message at the same instance, and no way back to its id, which
 * may hold a phone number. Letters alone, so that nobody takes its digits for one.
 */
final class Opaque {
    private static final int LETTERS = 16;

    private Opaque() {}

    static String of(UUID key) {
        var bits = key.getMostSignificantBits();
        var letters = new char[LETTERS];
        for (var at = 0; at < LETTERS; at++) {
            letters[at] = (char) ('a' + (bits >>> 4 * at & 15));
        }
        return new String(letters);
    }
}
