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
        Optional<Instant> replayedAt) {
    public static final String QUARANTINE = "quarantine";

    /**
     * With what it carries.
     *
     * @param attempts oldest first
     */
    public record Full(Letter letter, Event event, List<Attempt> attempts) {}
}
