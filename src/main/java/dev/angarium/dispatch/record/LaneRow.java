package dev.angarium.dispatch.record;

/**
 * A lane as it is written.
 *
 * @param instanceId public id
 * @param through all up to here is settled
 * @param lastSeq the instance's last number
 * @param attempts used up at the head
 * @param parked dead letters that were not replayed
 */
public record LaneRow(
        int instanceNo,
        String instanceId,
        int consumer,
        String webhookState,
        long through,
        long lastSeq,
        int attempts,
        long parked) {
    public long lag() {
        return Math.max(0, lastSeq - through);
    }
}
