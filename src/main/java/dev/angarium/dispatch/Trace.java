package dev.angarium.dispatch;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes the W3C traceparent of an attempt. The trace id follows from the correlation id alone, so that every attempt of
 * an event, on whatever node, belongs to one trace; the span id is new each time.
 */
final class Trace {
    private static final int TRACE_DIGITS = 32;
    private static final String NO_TRACE = "0".repeat(TRACE_DIGITS);
    private static final int UUID_LENGTH = 36;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final HexFormat HEX = HexFormat.of();

    private final RandomGenerator random;

    Trace(RandomGenerator random) {
        this.random = random;
    }

    String parent(String correlationId) {
        return "00-" + traceOf(correlationId) + '-' + HEX.toHexDigits(spanId()) + "-01";
    }

    /** The 32 digits that the correlation id is, spelled as UUID or plain; else a hash of it. */
    private static String traceOf(String correlationId) {
        var digits = correlationId.length() == UUID_LENGTH ? correlationId.replace("-", "") : correlationId;
        return isTrace(digits) ? digits : hashOf(correlationId);
    }

    private static boolean isTrace(String digits) {
        if (digits.length() != TRACE_DIGITS) {
            return false;
        }
        for (var at = 0; at < TRACE_DIGITS; at++) {
            var digit = digits.charAt(at);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return !digits.equals(NO_TRACE);
    }

    private static String hashOf(String text) {
        var high = fnv(text, FNV_BASIS);
        return HEX.toHexDigits(high) + HEX.toHexDigits(fnv(text, ~high) | 1);
    }

    private static long fnv(String text, long basis) {
        var hash = basis;
        for (var at = 0; at < text.length(); at++) {
            hash = (hash ^ text.charAt(at)) * FNV_PRIME;
        }
        return hash;
    }

    /** All zeros would make the header invalid. */
    private long spanId() {
        var id = random.nextLong();
        return id == 0 ? 1 : id;
    }
}
