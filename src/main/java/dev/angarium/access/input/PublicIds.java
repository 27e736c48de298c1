package dev.angarium.access.input;

import dev.angarium.crypto.Secrets;
import dev.angarium.time.Time;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** Makes public ids: a prefix and a ULID, 48 bits of time and 80 of chance. */
public final class PublicIds {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern PLAUSIBLE = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");
    private static final int LENGTH = 26;
    private static final int BITS_LEFT_OF_TIME = 16;

    private final Secrets random;
    private final Time time;

    public PublicIds(Secrets random, Time time) {
        this.random = random;
        this.time = time;
    }

    /** Whether it may be an id at all: what can not be one is absent, and never reaches PostgreSQL. */
    public static boolean plausible(String text) {
        return PLAUSIBLE.matcher(text).matches();
    }

    /** @param prefix such as {@code con_} */
    public String next(String prefix) {
        var chance = ByteBuffer.wrap(random.bytes(Short.BYTES + Long.BYTES));
        var high = time.millis() << BITS_LEFT_OF_TIME | chance.getShort() & 0xFFFF;
        var low = chance.getLong();
        var digits = new char[LENGTH];
        for (var at = LENGTH - 1; at >= 0; at--) {
            digits[at] = CROCKFORD.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return prefix + new String(digits);
    }
}
