package dev.angarium.dispatch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the Retry-After header of RFC 9110: whole seconds, or a date in one of its three spellings. Pure. */
final class RetryAfter {
    /** A subscriber may slow its own lane down, but not beyond a day: then it is asked again. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final int DIGITS_MAX = 9;
    private static final int LENGTH_MAX = 40;
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH),
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH));

    private RetryAfter() {}

    /**
     * Empty where the header is absent or not understood.
     *
     * @param nowMillis epoch milliseconds; a date before it means at once
     */
    static Optional<Duration> parse(@Nullable String header, long nowMillis) {
        if (header == null || header.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        var text = header.strip();
        return isNumber(text) ? Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text)))) : date(text, nowMillis);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= DIGITS_MAX
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static Optional<Duration> date(String text, long nowMillis) {
        for (var format : DATES) {
            try {
                var at = LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
                return Optional.of(bounded(Duration.ofMillis(at.toEpochMilli() - nowMillis)));
            } catch (DateTimeException notThisSpelling) {
                continue;
            }
        }
        return Optional.empty();
    }

    private static Duration bounded(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
