package dev.angarium.lane.progress;

import dev.angarium.lane.Attempt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attempts as a JSON array in a text column. */
public final class Tried {
    private Tried() {}

    public static String write(List<Attempt> attempts) {
        var array = new JsonArray();
        for (var attempt : attempts) {
            var entry = new JsonObject()
                    .put("startedAt", attempt.startedAt())
                    .put("latencyMillis", attempt.latencyMillis())
                    .put("status", attempt.status());
            if (attempt.error() != null) {
                entry.put("error", clean(attempt.error()));
            }
            if (attempt.responseHead() != null) {
                entry.put("responseHead", clean(attempt.responseHead()));
            }
            array.add(entry);
        }
        return array.encode();
    }

    public static List<Attempt> read(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        return new JsonArray(text)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(entry -> new Attempt(
                                entry.getLong("startedAt"),
                                entry.getInteger("latencyMillis"),
                                entry.getInteger("status"),
                                entry.getString("error"),
                                entry.getString("responseHead")))
                        .toList();
    }

    /** PostgreSQL's text takes neither NUL nor half a surrogate pair, and one would fail the whole flush. */
    static @Nullable String clean(@Nullable String text) {
        if (text == null || text.chars().noneMatch(Tried::isAwkward)) {
            return text;
        }
        return text.codePoints()
                .map(c -> isAwkward(c) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Of a pair both halves are awkward as chars; as a code point only a lone half is. */
    private static boolean isAwkward(int c) {
        return c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
