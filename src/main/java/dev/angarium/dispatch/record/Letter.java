package dev.angarium.dispatch.record;

import dev.angarium.event.Event;
import dev.angarium.lane.Attempt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A dead letter, or a poison event, whose reason is {@value #QUARANTINE}.
 *
 * @param id public id
 * @param webhookId empty for a consumer inside the broker, and for a poison event
 * @param used how many attempts were used up
 * @param tried what is known of them, oldest first; the first ones may be missing
 */
public record Letter(
        String id,
        String eventId,
        Optional<String> webhookId,
        String instanceId,
        long seq,
        String type,
        String reason,
        Instant parkedAt,
        Optional<Instant> replayedAt,
        int used,
        List<Attempt> tried) {
    public static final String QUARANTINE = "quarantine";

    /** The number of the first attempt that is known. */
    public int firstTried() {
        return Math.max(0, used - tried.size()) + 1;
    }

    /** With what it carries. */
    public record Full(Letter letter, Event event) {}
}
