package dev.angarium.lane;

import dev.angarium.event.InstanceRef;
import dev.angarium.event.OwnedPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where lanes keep their progress. */
public interface LaneStore {
    /**
     * Writes all of a batch or, of the lanes whose partition is not held with that epoch, nothing. A cursor never falls.
     * A repeat of a batch whose outcome was lost does no harm.
     *
     * @return the partitions that were refused
     */
    Future<Set<OwnedPartition>> flush(Batch batch);

    /** What was kept of these lanes; a lane that was never written is absent: it starts at 0. */
    Future<Map<LaneKey, Saved>> saved(Collection<LaneKey> lanes);

    /** Instances with {@code no > afterNo}, ascending. */
    Future<List<InstanceRef>> instances(int afterNo, int limit);

    /**
     * @param lanes each at most once
     * @param deliveries attempts to be kept as rows
     */
    record Batch(List<Progress> lanes, List<Delivery> deliveries) {}

    /**
     * Where a lane is, and what it parked since it was last written: durable together.
     *
     * @param through the cursor
     * @param ranges settled above it, see {@link Cursor#ranges()}
     * @param trial what is known of the event at its head
     */
    record Progress(
            OwnedPartition owner,
            LaneKey lane,
            int tenantNo,
            long through,
            String ranges,
            Trial trial,
            List<DeadLetter> parked) {}

    /** A lane as it was written last. */
    record Saved(long through, String ranges, Trial trial) {}

    /**
     * The tries of the events at a lane's head.
     *
     * @param count how many were tried together
     * @param attempts used up so far
     * @param retryAt when the next is due, epoch milliseconds; 0 where none was made
     * @param tried what is known of them, oldest first; may be fewer than attempts
     */
    record Trial(int count, int attempts, long retryAt, List<Attempt> tried) {
        public static final Trial NONE = new Trial(1, 0, 0, List.of());
    }

    /**
     * One attempt for the delivery log.
     *
     * @param seq the first event's number
     * @param count how many events it carried
     * @param number of the attempt, from 1
     */
    record Delivery(
            OwnedPartition owner, LaneKey lane, int tenantNo, long seq, int count, int number, Attempt attempt) {}
}
