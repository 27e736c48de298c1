package dev.angarium.access.input;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;

/** Times as callers write them and as answers show them. */
public final class Times {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** Below, a number counts seconds; from here on milliseconds. */
    private static final long MILLIS_FROM = 100_000_000_000L;

    private static final long LATEST = 253_402_300_800_000L; // the year 10000: PostgreSQL and ISO agree until then

    private Times() {}

    /** Epoch milliseconds of an ISO-8601 text with an offset, or of epoch seconds or milliseconds. */
    public static OptionalLong millis(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ofNumber(((Number) value).longValue());
        }
        if (!(value instanceof String text)) {
            return OptionalLong.empty();
        }
        if (!text.isEmpty() && text.length() < 16 && text.chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
            return ofNumber(Long.parseLong(text));
        }
        return iso(text);
    }

    public static OptionalLong iso(String text) {
        try {
            return inRange(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException notATime) {
            return OptionalLong.empty();
        }
    }

    public static String text(Instant instant) {
        return MILLIS.format(instant);
    }

    public static String text(OffsetDateTime time) {
        return text(time.toInstant());
    }

    private static OptionalLong ofNumber(long number) {
        return inRange(number < MILLIS_FROM ? number * 1000 : number);
    }

    private static OptionalLong inRange(long millis) {
        return millis >= 0 && millis < LATEST ? OptionalLong.of(millis) : OptionalLong.empty();
    }
}
