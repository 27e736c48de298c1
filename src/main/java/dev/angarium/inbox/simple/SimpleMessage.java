package dev.angarium.inbox.simple;

import dev.angarium.event.Event;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of the simple API, as its reads show it.
 *
 * @param ts as sent
 * @param text null where none was sent
 */
record SimpleMessage(long seq, String messageId, String from, String to, String ts, Moment at, @Nullable String text) {
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);
    private static final char UNKNOWN = '\uFFFD';

    /** Empty where the event is something else. */
    static Optional<SimpleMessage> of(Event event) {
        var data = READER.tree(event.data());
        var simple = data.get("simple");
        var ts = simple.get("ts").text();
        return Moment.parse(ts)
                .filter(at -> data.get("messageId").isString())
                .map(at -> new SimpleMessage(
                        event.seq(),
                        keepable(data.get("messageId").text()),
                        simple.get("from").text(),
                        simple.get("to").text(),
                        ts,
                        at,
                        text(event, data.get("text").text())));
    }

    /** Without regard to case, letter by letter: a part of a text stays a part of it. */
    static String folded(String text) {
        return text.codePoints()
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The data leaves an empty text out: whether one was sent only the body tells. */
    private static @Nullable String text(Event event, String known) {
        if (!known.isEmpty()) {
            return keepable(known);
        }
        return READER.tree(event.raw()).get("text").isString() ? "" : null;
    }

    /** JSON may hold what no text of PostgreSQL can: a NUL, or half a surrogate pair. */
    private static String keepable(String text) {
        return text.codePoints()
                .map(letter -> letter == 0 || letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE
                        ? UNKNOWN
                        : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
