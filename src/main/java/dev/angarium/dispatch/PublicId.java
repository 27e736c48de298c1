package dev.angarium.dispatch;

import dev.angarium.event.Ulid;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The ids of jobs and dead letters. Pure. */
public final class PublicId {
    public static final String JOB = "job_";
    public static final String DEAD_LETTER = "dlq_";

    private PublicId() {}

    public static String next(String prefix, long millis, RandomGenerator random) {
        return Ulid.of(prefix, millis, random.nextLong(), random.nextLong());
    }

    public static String of(String prefix, UUID id) {
        return Ulid.text(prefix, id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** Empty where the text is not such an id. */
    public static Optional<UUID> uuid(String prefix, String text) {
        return Ulid.parse(prefix, text);
    }
}
