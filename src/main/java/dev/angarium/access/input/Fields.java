package dev.angarium.access.input;

import dev.angarium.web.Problem.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON object, read one by one. What is wrong is collected, never thrown, so that one answer names every
 * field; a field that nobody asked for is a problem as well. A null counts as absent.
 */
public final class Fields {
    private static final int PATH_MAX = 128;

    private final JsonObject body;
    private final String prefix;
    private final List<FieldError> problems;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(JsonObject body, String prefix, List<FieldError> problems) {
        this.body = body;
        this.prefix = prefix;
        this.problems = problems;
    }

    public static Fields of(JsonObject body) {
        return new Fields(body, "", new ArrayList<>());
    }

    public boolean has(String name) {
        known.add(name);
        return body.getValue(name) != null;
    }

    /** Also used for what only the caller can judge. */
    public void problem(String name, String message) {
        var path = prefix + name;
        problems.add(new FieldError(path.substring(0, Math.min(path.length(), PATH_MAX)), message));
    }

    public Optional<String> text(String name, int least, int most) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!(body.getValue(name) instanceof String text)) {
            problem(name, "must be a text");
            return Optional.empty();
        }
        return checked(name, text, least, most) ? Optional.of(text) : Optional.empty();
    }

    /** Empty text where it is missing: the problem is noted. */
    public String requiredText(String name, int least, int most) {
        require(name);
        return text(name, least, most).orElse("");
    }

    public Optional<String> word(String name, Collection<String> words) {
        var text = text(name, 0, Integer.MAX_VALUE);
        if (text.isPresent() && !words.contains(text.get())) {
            problem(name, "must be one of " + String.join(", ", words));
            return Optional.empty();
        }
        return text;
    }

    public Optional<Integer> number(String name, int least, int most) {
        if (!has(name)) {
            return Optional.empty();
        }
        var value = body.getValue(name);
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= least
                && ((Number) value).longValue() <= most) {
            return Optional.of(((Number) value).intValue());
        }
        problem(name, "must be a whole number from " + least + " to " + most);
        return Optional.empty();
    }

    public Optional<Boolean> flag(String name) {
        if (has(name) && !(body.getValue(name) instanceof Boolean)) {
            problem(name, "must be true or false");
            return Optional.empty();
        }
        return Optional.ofNullable(body.getValue(name)).map(Boolean.class::cast);
    }

    /** Each from 1 to mostLength characters. */
    public Optional<List<String>> texts(String name, int most, int mostLength) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!(body.getValue(name) instanceof JsonArray array)) {
            problem(name, "must be a list");
            return Optional.empty();
        }
        if (array.size() > most) {
            problem(name, "must have at most " + most + " entries");
            return Optional.empty();
        }
        return Optional.of(texts(name, array, mostLength));
    }

    private List<String> texts(String name, JsonArray array, int mostLength) {
        var texts = new ArrayList<String>();
        for (var at = 0; at < array.size(); at++) {
            var entry = name + "[" + at + "]";
            if (!(array.getValue(at) instanceof String text)) {
                problem(entry, "must be a text");
            } else if (checked(entry, text, 1, mostLength)) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A map of texts. */
    public Optional<Map<String, String>> map(String name, int most, int mostLength) {
        return object(name).map(object -> {
            var map = new LinkedHashMap<String, String>();
            if (object.body.size() > most) {
                problem(name, "must have at most " + most + " entries");
                return map;
            }
            for (var key : object.body.fieldNames()) {
                object.text(key, 0, mostLength).ifPresent(text -> map.put(key, text));
            }
            return map;
        });
    }

    /** An object within: its problems are counted here, under its name. */
    public Optional<Fields> object(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (body.getValue(name) instanceof JsonObject object) {
            return Optional.of(new Fields(object, prefix + name + ".", problems));
        }
        problem(name, "must be an object");
        return Optional.empty();
    }

    /** As it came, for what may be of several types. */
    public Optional<Object> any(String name) {
        return has(name) ? Optional.of(body.getValue(name)) : Optional.empty();
    }

    public void require(String name) {
        if (!has(name)) {
            problem(name, "must be given");
        }
    }

    /** Notes each field that was never asked for. */
    public Fields refuseUnknown() {
        for (var name : body.fieldNames()) {
            if (!known.contains(name)) {
                problem(name, "is not known here");
            }
        }
        return this;
    }

    /** The thing, once nothing is wrong; unknown fields are. */
    public <T> Read<T> end(T value) {
        refuseUnknown();
        return problems.isEmpty() ? new Read.Good<>(value) : new Read.Bad<>(List.copyOf(problems));
    }

    public List<FieldError> problems() {
        return List.copyOf(problems);
    }

    private boolean checked(String name, String text, int least, int most) {
        if (text.length() < least || text.length() > most) {
            problem(name, "must have " + least + " to " + most + " characters");
            return false;
        }
        if (text.indexOf('\0') >= 0 || !wellFormed(text)) {
            problem(name, "must be well-formed text without NUL");
            return false;
        }
        return true;
    }

    /** PostgreSQL's UTF-8 has no room for half a surrogate pair. */
    public static boolean wellFormed(String text) {
        for (var at = 0; at < text.length(); at++) {
            if (Character.isHighSurrogate(text.charAt(at))) {
                at++;
                if (at == text.length() || !Character.isLowSurrogate(text.charAt(at))) {
                    return false;
                }
            } else if (Character.isLowSurrogate(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }
}
