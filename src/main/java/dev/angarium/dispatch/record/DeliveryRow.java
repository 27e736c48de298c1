package dev.angarium.dispatch.record;

import dev.angarium.lane.Attempt;
import java.util.Optional;

/**
 * One attempt of the delivery log.
 *
 * @param eventId of the first event; empty where the log has let it go
 * @param instanceId public id
 * @param seq of the first event
 * @param type of the first event; empty where the log has let it go
 * @param number of the attempt, from 1
 */
public record DeliveryRow(
        Optional<String> eventId, String instanceId, long seq, Optional<String> type, int number, Attempt attempt) {}
