package dev.angarium.dispatch.replay;

import dev.angarium.dispatch.Interest;
import dev.angarium.event.Event;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which events of the log.
 *
 * @param fromSeq the first number, at each instance; 1 for all
 * @param sinceMillis received at or after this, epoch milliseconds
 * @param untilMillis received at or before this
 * @param instances public ids; empty: all that the subscription covers
 * @param types filter words, checked; empty: all that the subscription wants
 */
public record ReplayRange(
        long fromSeq, long sinceMillis, long untilMillis, List<String> instances, List<String> types) {

    public ReplayRange {
        instances = List.copyOf(instances);
        types = List.copyOf(types);
    }

    /** Of no words: every type. */
    static Predicate<String> typesOf(List<String> words) {
        return words.isEmpty() ? any -> true : Interest.typesOf(words);
    }

    static Predicate<Event> receivedWithin(long sinceMillis, long untilMillis) {
        return event -> event.receivedAt() >= sinceMillis && event.receivedAt() <= untilMillis;
    }
}
