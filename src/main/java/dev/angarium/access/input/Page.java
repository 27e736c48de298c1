package dev.angarium.access.input;

import dev.angarium.crypto.Bytes;
import dev.angarium.web.Problem.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A part of a list: the entries after a number, at most so many.
 *
 * @param after 0 at the start
 */
public record Page(int limit, long after) {
    public static final int LIMIT_DEFAULT = 50;
    public static final int LIMIT_MAX = 100;
    private static final String PREFIX = "n";

    /** @param no by which the list is ordered */
    public record Entry(long no, JsonObject json) {}

    /** From the query's {@code limit} and {@code cursor}. */
    public static Read<Page> read(Map<String, String> query) {
        var problems = new ArrayList<FieldError>();
        var limit = number(query.getOrDefault("limit", Integer.toString(LIMIT_DEFAULT)));
        if (limit < 1 || limit > LIMIT_MAX) {
            problems.add(new FieldError("limit", "must be a whole number from 1 to " + LIMIT_MAX));
        }
        var cursor = query.get("cursor");
        var after = cursor == null ? 0 : after(cursor);
        if (after < 0) {
            problems.add(new FieldError("cursor", "must be a nextCursor of this list"));
        }
        return problems.isEmpty() ? new Read.Good<>(new Page((int) limit, after)) : new Read.Bad<>(problems);
    }

    /** The answer, from one entry more than the limit where there is one. */
    public JsonObject of(List<Entry> oneMore) {
        var more = oneMore.size() > limit;
        var shown = more ? oneMore.subList(0, limit) : oneMore;
        var data = new JsonArray();
        shown.forEach(entry -> data.add(entry.json()));
        return new JsonObject()
                .put("data", data)
                .put("nextCursor", more ? cursor(shown.get(limit - 1).no()) : null);
    }

    private static String cursor(long no) {
        return Bytes.toBase64Url((PREFIX + no).getBytes(StandardCharsets.UTF_8));
    }

    private static long after(String cursor) {
        var text = new String(Bytes.fromBase64Url(cursor), StandardCharsets.UTF_8);
        return text.startsWith(PREFIX) ? number(text.substring(PREFIX.length())) : -1;
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }
}
