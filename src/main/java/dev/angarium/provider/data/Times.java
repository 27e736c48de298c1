package dev.angarium.provider.data;

import dev.angarium.provider.json.Iso;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.Numbers;

/** Times as providers write them: seconds, milliseconds, both also as text, {low, high} pairs, ISO 8601. */
public final class Times {
    /** The provider does not say. */
    public static final long ABSENT = -1;

    private static final long FIRST_MILLIS = 100_000_000_000L;
    private static final long YEAR_10000 = 253_402_300_800_000L;

    private Times() {}

    /** Epoch milliseconds, of the years 1970 to 9999; else ABSENT. From 1e11 a number is milliseconds. */
    public static long of(Json value) {
        if (value.isObject()) {
            return of(value.get("high").number(0) << 32 | value.get("low").number(0) & 0xFFFFFFFFL);
        }
        return of(value.scalar());
    }

    public static long of(String text) {
        return text.indexOf('T') > 0 ? inRange(Iso.parse(text)) : of(Numbers.whole(text, ABSENT));
    }

    private static long of(long number) {
        return inRange(number >= FIRST_MILLIS || number <= 0 ? number : number * 1000);
    }

    private static long inRange(long millis) {
        return millis > 0 && millis < YEAR_10000 ? millis : ABSENT;
    }
}
