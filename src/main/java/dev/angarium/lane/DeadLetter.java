package dev.angarium.lane;

import dev.angarium.event.Event;
import java.util.List;
import java.util.UUID;

/**
 * A parked event with all that is needed to deliver it once more after the log has let it go.
 *
 * @param lane that gave it up
 * @param reason {@value #ATTEMPTS}, or {@value #EXPIRED}: older than DELIVERY_MAX_AGE
 * @param attempts how many were used up
 * @param tried what is known of them, oldest first; those before a restart only where they were written
 * @param replay whether it was a replay that failed
 */
public record DeadLetter(
        UUID id, LaneKey lane, Event event, String reason, int attempts, List<Attempt> tried, boolean replay) {
    public static final String ATTEMPTS = "attempts";
    public static final String EXPIRED = "expired";
}
