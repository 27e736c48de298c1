package dev.angarium.provider.json;

/**
 * Times as ISO 8601 text, both ways, without exceptions, without a formatter's allocations.
 * The calendar arithmetic counts days in eras of 400 years that begin on 1 March.
 */
public final class Iso {
    /** No time. */
    public static final long NONE = -1;

    private static final long DAY = 86_400_000L;
    private static final int[] MONTH_DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Iso() {}

    /** {@code 2026-01-01T00:00:00.123Z}, always with three digits of fraction; for times of the years 1970 to 9999. */
    public static String format(long epochMillis) {
        var days = Math.floorDiv(epochMillis, DAY) + 719_468;
        var era = Math.floorDiv(days, 146_097);
        var dayOfEra = days - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shifted = (5 * dayOfYear + 2) / 153;
        var month = shifted < 10 ? shifted + 3 : shifted - 9;
        var year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        var time = Math.floorMod(epochMillis, DAY);
        var text = new char[24];
        digits(text, 0, 4, year, '-');
        digits(text, 5, 2, month, '-');
        digits(text, 8, 2, dayOfYear - (153 * shifted + 2) / 5 + 1, 'T');
        digits(text, 11, 2, time / 3_600_000, ':');
        digits(text, 14, 2, time / 60_000 % 60, ':');
        digits(text, 17, 2, time / 1000 % 60, '.');
        digits(text, 20, 3, time % 1000, 'Z');
        return new String(text);
    }

    private static void digits(char[] text, int from, int count, long value, char after) {
        var rest = value;
        for (var at = from + count - 1; at >= from; at--) {
            text[at] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        text[from + count] = after;
    }

    /**
     * Epoch milliseconds of {@code yyyy-MM-ddTHH:mm:ss}, an optional fraction of 1 to 9 digits, and {@code Z} or
     * {@code ±hh:mm}; NONE for anything else, a day that no month has included. A leap second counts as the next one.
     */
    public static long parse(String text) {
        if (text.length() < 20 || text.length() > 35 || !separated(text)) {
            return NONE;
        }
        var year = number(text, 0, 4);
        var month = number(text, 5, 2);
        var day = number(text, 8, 2);
        var time = clock(text);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > monthDays(year, month) || time < 0) {
            return NONE;
        }
        var zoneAt = fractionEnd(text);
        var offset = offset(text, zoneAt);
        if (offset == Long.MIN_VALUE) {
            return NONE;
        }
        return days(year, month, day) * DAY + time + fraction(text, zoneAt) - offset;
    }

    private static boolean separated(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static long clock(String text) {
        var hour = number(text, 11, 2);
        var minute = number(text, 14, 2);
        var second = number(text, 17, 2);
        var known = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
        return known ? hour * 3_600_000L + minute * 60_000L + second * 1000L : NONE;
    }

    private static int monthDays(int year, int month) {
        var leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && !leap ? 28 : MONTH_DAYS[month - 1];
    }

    private static long days(int year, int month, int day) {
        long counted = month <= 2 ? year - 1 : year;
        var era = Math.floorDiv(counted, 400);
        var yearOfEra = counted - era * 400;
        var dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    /** Where the zone begins; 19 without a fraction. */
    private static int fractionEnd(String text) {
        if (text.charAt(19) != '.') {
            return 19;
        }
        var at = 20;
        while (at < text.length() && at < 29 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at == 20 ? text.length() : at;
    }

    private static long fraction(String text, int zoneAt) {
        var millis = 0;
        for (var at = 20; at < 23; at++) {
            millis = millis * 10 + (at < zoneAt ? text.charAt(at) - '0' : 0);
        }
        return millis;
    }

    private static long offset(String text, int at) {
        if (at == text.length() - 1 && text.charAt(at) == 'Z') {
            return 0;
        }
        if (at != text.length() - 6 || text.charAt(at + 3) != ':') {
            return Long.MIN_VALUE;
        }
        var sign = text.charAt(at) == '+' ? 1 : text.charAt(at) == '-' ? -1 : 0;
        var hours = number(text, at + 1, 2);
        var minutes = number(text, at + 4, 2);
        var known = sign != 0 && hours >= 0 && hours <= 18 && minutes >= 0 && minutes < 60;
        return known ? sign * (hours * 3_600_000L + minutes * 60_000L) : Long.MIN_VALUE;
    }

    private static int number(String text, int from, int count) {
        var value = 0;
        for (var at = from; at < from + count; at++) {
            var digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
