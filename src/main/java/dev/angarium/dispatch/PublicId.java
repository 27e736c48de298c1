package dev.angarium.dispatch;

import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** 128 bits as 26 letters of Crockford's base 32 behind a prefix, as a ULID is written. Pure. */
public final class PublicId {
    public static final String JOB = "job_";
    public static final String DEAD_LETTER = "dlq_";

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final int TIME_SHIFT = 16;

    private PublicId() {}

    /** A ULID: 48 bits of time, 80 of chance. */
    public static String next(String prefix, long millis, RandomGenerator random) {
        return prefix + digits(millis << TIME_SHIFT | random.nextLong() & 0xFFFF, random.nextLong());
    }

    public static String of(String prefix, UUID id) {
        return prefix + digits(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** Empty where the text is not such an id. */
    public static Optional<UUID> uuid(String prefix, String text) {
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

    private static String digits(long high, long low) {
        var digits = new char[LENGTH];
        for (var at = LENGTH - 1; at >= 0; at--) {
            digits[at] = CROCKFORD.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(digits);
    }
}
