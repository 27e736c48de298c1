package dev.angarium.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * What was seen of a run, from outside. Times are nanoseconds of one monotonic clock.
 *
 * @param sends what was posted, and how it was answered
 * @param received what subscribers got
 * @param parked what the broker says it dead-lettered
 * @param faults when something was broken on purpose
 * @param log what the broker keeps, read at the end
 */
public record History(
        List<Send> sends, List<Received> received, List<Parked> parked, List<Fault> faults, List<Row> log) {

    /** How a send ended. Unknown: reset, time-out, 504, other 5xx. */
    public enum Fate {
        OK,
        REFUSED,
        UNKNOWN
    }

    /**
     * One request with one event.
     *
     * @param seq the number the answer told, if it did
     * @param sentAt before the first byte was written
     * @param answeredAt after the answer was read
     */
    public record Send(String instance, String key, Fate fate, OptionalLong seq, long sentAt, long answeredAt) {}

    /** One delivery as a subscriber saw it, and what it answered. */
    public record Received(
            String subscription, String instance, long seq, String key, int bodyHash, int status, long from, long to) {
        public boolean consumed() {
            return status / 100 == 2;
        }
    }

    public record Parked(String subscription, String instance, long seq, String reason, int attempts) {}

    public record Fault(String kind, long from, long to) {}

    /** One row of the log. */
    public record Row(String instance, long seq, String key) {}
}
