package dev.angarium.access.input;

import dev.angarium.crypto.Secrets;
import dev.angarium.event.Ulid;
import dev.angarium.time.Time;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** Makes public ids: a prefix and a ULID, 48 bits of time and 80 of chance. */
public final class PublicIds {
    private static final Pattern PLAUSIBLE = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

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
        return Ulid.of(prefix, time.millis(), chance.getShort(), chance.getLong());
    }
}
