package dev.angarium.event;

import java.util.Optional;
import java.util.UUID;

/** 128 bits as 26 letters of Crockford's base 32 behind a prefix, as public ids are written. Pure. */
public final class Ulid {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final int TIME_SHIFT = 16;

    private Ulid() {}

    /** 48 bits of time, 80 of chance: the lower 16 of one number, all of the other. */
    public static String of(String prefix, long millis, long chance, long moreChance) {
        return text(prefix, millis << TIME_SHIFT | chance & 0xFFFF, moreChance);
    }

    public static String text(String prefix, long high, long low) {
        var digits = new char[LENGTH];
        for (var at = LENGTH - 1; at >= 0; at--) {
            digits[at] = CROCKFORD.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return prefix + new String(digits);
    }

    /** Empty where the text is not such an id. */
    public static Optional<UUID> parse(String prefix, String text) {
        if (text.length() != prefix.length() + LENGTH || !text.startsWith(prefix)) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (var at = prefix.length(); at < text.length(); at++) {
            var digit = CROCKFORD.indexOf(text.charAt(at));
            if (digit < 0 || at == prefix.length() && digit > 7) {
                return Optional.empty();
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        return Optional.of(new UUID(high, low));
    }
}
