package dev.angarium.web.wire;

/** Letters of the wire. */
final class Ascii {
    private static final String SYMBOLS = "!#$%&'*+-.^_`|~";
    private static final boolean[] TOKEN = token();

    private Ascii() {}

    static boolean isToken(int letter) {
        return letter > 0 && letter < 0x80 && TOKEN[letter];
    }

    static int lower(int letter) {
        return letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
    }

    static boolean same(byte[] bytes, int from, int to, CharSequence text) {
        if (to - from != text.length()) {
            return false;
        }
        for (var at = from; at < to; at++) {
            if (lower(bytes[at]) != lower(text.charAt(at - from))) {
                return false;
            }
        }
        return true;
    }

    private static boolean[] token() {
        var token = new boolean[0x80];
        for (var letter = 0; letter < token.length; letter++) {
            token[letter] = letter >= '0' && letter <= '9'
                    || letter >= 'a' && letter <= 'z'
                    || letter >= 'A' && letter <= 'Z'
                    || SYMBOLS.indexOf(letter) >= 0;
        }
        return token;
    }
}
