package dev.angarium.dispatch.replay;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The share of a job that one lane has.
 *
 * @param letters whether it delivers dead letters; else a range of the log
 * @param nextSeq the first event that is not settled yet
 * @param done as written
 * @param failed as written
 */
record ReplayPart(
        Key key,
        InstanceRef instance,
        boolean letters,
        long nextSeq,
        long untilSeq,
        long done,
        long failed,
        List<String> types,
        long sinceMillis,
        long untilMillis,
        Optional<String> url) {

    /** Names a part. */
    record Key(String jobId, int consumer, int instanceNo) {}

    /**
     * How far a part is; counts are of all nodes that carried it.
     *
     * @param nextSeq all before it is settled
     */
    record Progress(Key key, long nextSeq, long done, long failed, boolean ended) {}

    Predicate<Event> wanted() {
        var ofType = ReplayRange.typesOf(types);
        return ReplayRange.receivedWithin(sinceMillis, untilMillis).and(event -> ofType.test(event.type()));
    }
}
