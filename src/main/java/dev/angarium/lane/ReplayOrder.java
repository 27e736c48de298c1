package dev.angarium.lane;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import java.util.List;
import java.util.function.Predicate;

/**
 * Somebody asked for events again. They go through the lane of this consumer and instance, beside its live events but
 * never at the same time as one of them where the order is by instance; the cursor stays.
 *
 * @param consumer who gets them; may differ from the lane's own (another URL)
 * @param events given ones, ascending; empty: those of the log from fromSeq to untilSeq
 * @param fromSeq the first, included
 * @param untilSeq the last, included
 * @param wanted which of them
 * @param listener hears how it goes, on the lanes' context
 */
public record ReplayOrder(
        LaneConsumer consumer,
        InstanceRef instance,
        List<Event> events,
        long fromSeq,
        long untilSeq,
        Predicate<Event> wanted,
        Listener listener) {

    /** A range of the log. */
    public static ReplayOrder range(
            LaneConsumer consumer,
            InstanceRef instance,
            long fromSeq,
            long untilSeq,
            Predicate<Event> wanted,
            Listener listener) {
        return new ReplayOrder(consumer, instance, List.of(), fromSeq, untilSeq, wanted, listener);
    }

    /** One event, as a dead letter kept it. */
    public static ReplayOrder single(LaneConsumer consumer, Event event, Listener listener) {
        return new ReplayOrder(
                consumer, event.instance(), List.of(event), event.seq(), event.seq(), any -> true, listener);
    }

    public LaneKey lane() {
        return new LaneKey(consumer.no(), instance.no());
    }

    /** Hears of a replay. */
    public interface Listener {
        /** All wanted events up to here were delivered or parked again. Counts are of the whole order so far. */
        void progress(long throughSeq, long delivered, long parked);

        /** The last thing that is told. */
        void ended(End end);
    }

    /** How a replay ended. */
    public enum End {
        DONE,
        /** This node does not hold the instance's partition (any more): ask its owner, from the last progress on. */
        NOT_OWNED,
        /** The consumer was removed, or the node stops. */
        STOPPED
    }
}
