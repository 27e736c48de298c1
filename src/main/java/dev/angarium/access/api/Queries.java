package dev.angarium.access.api;

import dev.angarium.web.Problem;
import dev.angarium.web.Problem.FieldError;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a query: names the document knows, each once, values that a database can hold. */
final class Queries {
    private static final int NAME_MAX = 128;

    private Queries() {}

    static Passage<Map<String, String>> read(@Nullable String query, Set<String> known) {
        if (query == null || query.isEmpty()) {
            return new Passage.Open<>(Map.of());
        }
        try {
            return read(new QueryStringDecoder(query, false).parameters(), known);
        } catch (IllegalArgumentException malformed) {
            return Passage.shut(Problem.badRequest("The query is not well-formed"));
        }
    }

    private static Passage<Map<String, String>> read(Map<String, List<String>> given, Set<String> known) {
        var values = new TreeMap<String, String>();
        var problems = new ArrayList<FieldError>();
        given.forEach((name, all) -> {
            var value = all.get(0);
            if (!known.contains(name)) {
                problems.add(new FieldError(shortened(name), "is not known here"));
            } else if (all.size() > 1) {
                problems.add(new FieldError(name, "must be there once"));
            } else if (value.indexOf('\0') >= 0) {
                problems.add(new FieldError(name, "must be text without NUL"));
            } else {
                values.put(name, value);
            }
        });
        return problems.isEmpty() ? new Passage.Open<>(values) : Passage.shut(Problem.invalid(problems));
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), NAME_MAX));
    }
}
