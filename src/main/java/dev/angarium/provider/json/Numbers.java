package dev.angarium.provider.json;

/** Numbers out of hostile text: no exception, no expansion of an exponent, work bounded by the text's length. */
public final class Numbers {
    private static final int LONG_DIGITS = 18;

    private Numbers() {}

    /** A whole number; fractions are cut, exponents go through a double; the fallback where it is none or too large. */
    public static long whole(String text, long fallback) {
        var negative = text.startsWith("-");
        var from = negative ? 1 : 0;
        if (text.length() == from || text.length() - from > LONG_DIGITS) {
            return fractional(text, fallback);
        }
        long value = 0;
        for (var at = from; at < text.length(); at++) {
            var digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return fractional(text, fallback);
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private static long fractional(String text, long fallback) {
        var value = real(text);
        return Math.abs(value) < 9e18 ? (long) value : fallback;
    }

    /** A double; NaN where it is none. A huge exponent gives an infinity at once. */
    public static double real(String text) {
        return isNumber(text) ? Double.parseDouble(text) : Double.NaN;
    }

    /** Whether the text is a number as JSON writes it, short enough to be one. */
    public static boolean isNumber(String text) {
        if (text.length() > 256) {
            return false;
        }
        var at = text.startsWith("-") ? 1 : 0;
        var whole = digitsEnd(text, at);
        if (whole == at || (text.charAt(at) == '0' && whole > at + 1)) {
            return false;
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            var fraction = digitsEnd(text, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        return at == text.length() || isExponent(text, at);
    }

    private static boolean isExponent(String text, int from) {
        var mark = text.charAt(from);
        if (mark != 'e' && mark != 'E') {
            return false;
        }
        var at = from + 1;
        if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
            at++;
        }
        return at < text.length() && digitsEnd(text, at) == text.length();
    }

    private static int digitsEnd(String text, int from) {
        var at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
