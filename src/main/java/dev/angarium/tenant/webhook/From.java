package dev.angarium.tenant.webhook;

import dev.angarium.access.input.Fields;
import dev.angarium.access.input.Times;

/** Where a new subscription starts. */
sealed interface From {
    /** After the last event there is. */
    record Tail() implements From {}

    /** At this number of each instance. */
    record Sequence(long seq) implements From {}

    /** At the first event received then or later, epoch milliseconds. */
    record Time(long millis) implements From {}

    /** Numbers up to ten digits below 1e9 are sequences; larger ones are epoch seconds or milliseconds. */
    long SEQUENCE_END = 1_000_000_000L;

    static From of(Fields fields) {
        return fields.any("from").map(value -> read(fields, value)).orElseGet(Tail::new);
    }

    private static From read(Fields fields, Object value) {
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= 1
                && ((Number) value).longValue() < SEQUENCE_END) {
            return new Sequence(((Number) value).longValue());
        }
        var millis = Times.millis(value);
        if (millis.isEmpty()) {
            fields.problem("from", "must be a sequence from 1, or a time (ISO-8601 or epoch)");
            return new Tail();
        }
        return new Time(millis.getAsLong());
    }
}
