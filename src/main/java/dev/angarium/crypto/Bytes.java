package dev.angarium.crypto;

import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Text forms of bytes, decoded without exceptions: what does not fit gives an empty array, which matches nothing. */
public final class Bytes {
    public static final byte[] NONE = {};

    private static final Base64.Encoder URL_ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Bytes() {}

    /** Pairs of hex digits, either case. */
    public static byte[] fromHex(String text) {
        if (text.length() % 2 != 0) {
            return NONE;
        }
        var bytes = new byte[text.length() / 2];
        for (var at = 0; at < bytes.length; at++) {
            var high = hex(text.charAt(2 * at));
            var low = hex(text.charAt(2 * at + 1));
            if (high < 0 || low < 0) {
                return NONE;
            }
            bytes[at] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    /** Standard base64, padded. Canonical only: another spelling of the same bytes is refused. */
    public static byte[] fromBase64(String text) {
        if (text.length() % 4 != 0 || text.isEmpty()) {
            return NONE;
        }
        var padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        return sextets(text, text.length() - padding, '+', '/');
    }

    /** Base64 in the alphabet for addresses, without padding. Canonical only. */
    public static byte[] fromBase64Url(String text) {
        return text.length() % 4 == 1 ? NONE : sextets(text, text.length(), '-', '_');
    }

    public static String toBase64Url(byte[] bytes) {
        return URL_ENCODER.encodeToString(bytes);
    }

    private static byte[] sextets(String text, int count, char plus, char slash) {
        var bytes = new byte[count * 6 / 8];
        var held = 0;
        var bits = 0;
        var length = 0;
        for (var at = 0; at < count; at++) {
            var value = sextet(text.charAt(at), plus, slash);
            if (value < 0) {
                return NONE;
            }
            held = held << 6 | value;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (held >>> bits);
            }
        }
        return (held & (1 << bits) - 1) == 0 ? bytes : NONE;
    }

    private static int sextet(char letter, char plus, char slash) {
        if (letter >= 'A' && letter <= 'Z') {
            return letter - 'A';
        }
        if (letter >= 'a' && letter <= 'z') {
            return letter - 'a' + 26;
        }
        if (letter >= '0' && letter <= '9') {
            return letter - '0' + 52;
        }
        return letter == plus ? 62 : letter == slash ? 63 : -1;
    }

    private static int hex(char letter) {
        if (letter >= '0' && letter <= '9') {
            return letter - '0';
        }
        if (letter >= 'a' && letter <= 'f') {
            return letter - 'a' + 10;
        }
        return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : -1;
    }

    /** Equal in a time that does not depend on where they differ. Nothing equals an empty or absent array. */
    public static boolean sameSecret(byte @Nullable [] expected, byte @Nullable [] given) {
        return expected != null && given != null && expected.length > 0 && MessageDigest.isEqual(expected, given);
    }
}
