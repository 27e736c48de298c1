package dev.angarium.inbox.simple;

import dev.angarium.provider.json.Iso;
import java.util.Optional;

/**
 * A time to the nanosecond, as two columns keep it: a bigint of nanoseconds would end in 2262.
 *
 * @param micros since the epoch
 * @param nanos below the microsecond, 0 to 999
 */
record Moment(long micros, short nanos) {
    private static final int FRACTION_AT = 20; // behind yyyy-MM-ddTHH:mm:ss.
    private static final int MILLIS_DIGITS = 3;
    private static final int MICROS_DIGITS = 6;
    private static final int NANOS_DIGITS = 9;

    /** Of an ISO 8601 text; empty where it is none. */
    static Optional<Moment> parse(String text) {
        var millis = Iso.parse(text);
        return millis == Iso.NONE
                ? Optional.empty()
                : Optional.of(new Moment(millis * 1000 + digits(text, MILLIS_DIGITS, MICROS_DIGITS), (short)
                        digits(text, MICROS_DIGITS, NANOS_DIGITS)));
    }

    /** Some digits of the fraction as a number; those that are not there count as zeros. */
    private static int digits(String text, int from, int to) {
        var end = fractionEnd(text);
        var value = 0;
        for (var at = FRACTION_AT + from; at < FRACTION_AT + to; at++) {
            value = value * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return value;
    }

    private static int fractionEnd(String text) {
        var at = text.charAt(FRACTION_AT - 1) == '.' ? FRACTION_AT : 0;
        while (at > 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
