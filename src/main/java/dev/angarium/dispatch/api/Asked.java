package dev.angarium.dispatch.api;

import dev.angarium.access.api.ApiCall;
import dev.angarium.access.input.Fields;
import dev.angarium.access.input.Page;
import dev.angarium.access.input.Times;
import dev.angarium.dispatch.record.DeliveryFilter;
import dev.angarium.dispatch.replay.LetterFilter;
import dev.angarium.event.EventFilter;
import dev.angarium.event.EventId;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a query or a filter may ask for. What is wrong is noted at its fields. */
final class Asked {
    static final int WORD = 128;
    private static final int CURSOR = 512;
    private static final List<String> OUTCOMES = List.of("delivered", "failed");

    private Asked() {}

    /** The query as fields, each a text. */
    static Fields query(ApiCall call) {
        return Fields.of(new JsonObject(new HashMap<>(call.query())));
    }

    static int limit(Fields query) {
        var text = query.text("limit", 1, Asked.WORD);
        var limit = text.filter(it -> it.matches("[0-9]{1,3}")).map(Integer::parseInt);
        if (text.isPresent()
                && limit.filter(it -> it >= 1 && it <= Page.LIMIT_MAX).isEmpty()) {
            query.problem("limit", "must be a whole number from 1 to " + Page.LIMIT_MAX);
        }
        return limit.orElse(Page.LIMIT_DEFAULT);
    }

    /** The key to go on after; empty at the start. */
    static Optional<String> after(Fields query, Cursor list) {
        var cursor = query.text("cursor", 1, CURSOR);
        var key = cursor.flatMap(list::key);
        if (cursor.isPresent() && key.isEmpty()) {
            query.problem("cursor", "must be a nextCursor of this list");
        }
        return key;
    }

    static @Nullable String word(Fields fields, String name) {
        return fields.text(name, 1, WORD).orElse(null);
    }

    /** Epoch milliseconds. */
    static @Nullable Long time(Fields fields, String name) {
        var value = fields.any(name);
        var millis = value.map(Times::millis);
        if (millis.isPresent() && millis.get().isEmpty()) {
            fields.problem(name, "must be an ISO-8601 time or an epoch");
        }
        return millis.filter(it -> it.isPresent()).map(it -> it.getAsLong()).orElse(null);
    }

    /** Of one word, as a subscription would write it; empty for every type. */
    static Optional<EventFilter> type(Fields fields) {
        return fields.text("type", 1, WORD).flatMap(word -> types(fields, "type", List.of(word)));
    }

    static Optional<EventFilter> types(Fields fields, String name, List<String> words) {
        var parsed = EventFilter.parse(words);
        if (parsed instanceof EventFilter.Parsed.Accepted accepted) {
            return Optional.of(accepted.filter());
        }
        ((EventFilter.Parsed.Refused) parsed).problems().forEach(problem -> fields.problem(name, problem));
        return Optional.empty();
    }

    static LetterFilter letters(Fields fields) {
        return new LetterFilter(
                word(fields, "webhook"),
                word(fields, "instance"),
                word(fields, "type"),
                word(fields, "reason"),
                time(fields, "since"),
                time(fields, "until"));
    }

    static DeliveryFilter deliveries(Fields query) {
        return new DeliveryFilter(
                word(query, "instance"),
                event(query),
                time(query, "since"),
                time(query, "until"),
                query.word("outcome", OUTCOMES).map("delivered"::equals).orElse(null));
    }

    private static @Nullable EventId event(Fields query) {
        var text = query.text("event", 1, WORD);
        var id = text.flatMap(EventId::parse);
        if (text.isPresent() && id.isEmpty()) {
            query.problem("event", "must be the id of an event");
        }
        return id.orElse(null);
    }
}
