package dev.angarium.dispatch.record;

import dev.angarium.event.EventId;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts; null where it does not matter.
 *
 * @param instance public id
 * @param since begun at or after this, epoch milliseconds
 * @param until begun before this, epoch milliseconds
 * @param delivered only those that did, or only those that did not
 */
public record DeliveryFilter(
        @Nullable String instance,
        @Nullable EventId event,
        @Nullable Long since,
        @Nullable Long until,
        @Nullable Boolean delivered) {
    public static final DeliveryFilter ALL = new DeliveryFilter(null, null, null, null, null);
}
