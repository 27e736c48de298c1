package dev.angarium.provider.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;

/**
 * Bytes to a tree, by Jackson's streaming parser. Names are kept in Jackson's own table, never interned: the table is
 * seeded at random, refuses to grow chains of colliding names, and starts afresh beyond 6,000 names, so that hostile
 * keys cost neither memory nor time. (Without it Jackson reads characters, and places in bytes are lost.)
 */
public final class JsonReader {
    public static final String EMPTY = "empty";
    public static final String SYNTAX = "syntax";
    public static final String UTF8 = "utf8";

    private final JsonFactory factory;

    public JsonReader(JsonLimits limits) {
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxTokenCount(limits.tokens())
                .maxNameLength(limits.keyLength())
                .maxStringLength(limits.stringLength())
                .maxNumberLength(limits.numberLength())
                .build();
        this.factory = new JsonFactoryBuilder()
                .streamReadConstraints(constraints)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    public JsonOutcome read(byte[] body) {
        var from = start(body);
        if (from == body.length) {
            return new JsonOutcome.NotJson(EMPTY);
        }
        if (!Utf8.valid(body, from, body.length)) {
            return new JsonOutcome.NotJson(UTF8);
        }
        if (looksWide(body, from)) {
            return new JsonOutcome.NotJson(SYNTAX);
        }
        try (var parser = factory.createParser(body, from, body.length - from)) {
            var first = parser.nextToken();
            if (first == null) { // nothing but blanks, with a second mark among them
                return new JsonOutcome.NotJson(EMPTY);
            }
            var root = new Tree(parser, body, from).value(first);
            return parser.nextToken() == null ? new JsonOutcome.Parsed(root) : new JsonOutcome.NotJson(SYNTAX);
        } catch (StreamConstraintsException beyond) {
            return new JsonOutcome.TooLarge();
        } catch (IOException syntax) {
            return new JsonOutcome.NotJson(SYNTAX);
        }
    }

    /** The parsed tree, or MISSING for whatever is no JSON within the limits. */
    public Json tree(byte[] body) {
        return read(body) instanceof JsonOutcome.Parsed parsed ? parsed.root() : Json.MISSING;
    }

    /** A parser over the same limits for {@link Peek}; the caller has checked nothing. */
    JsonParser parser(byte[] body) throws IOException {
        var from = start(body);
        return factory.createParser(body, from, body.length - from);
    }

    /** Behind a byte order mark and blanks. */
    private static int start(byte[] body) {
        var at = 0;
        if (body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            at = 3;
        }
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Jackson would take a zero among the first four bytes for UTF-16 or UTF-32. */
    static boolean looksWide(byte[] body, int from) {
        for (var at = from; at < body.length && at < from + 4; at++) {
            if (body[at] == 0) {
                return true;
            }
        }
        return false;
    }

    /** One walk over the tokens. Recursion is bounded by the depth limit. */
    private record Tree(JsonParser parser, byte[] body, int base) {
        private Json value(JsonToken token) throws IOException {
            var from = base + (int) parser.currentTokenLocation().getByteOffset();
            return switch (token) {
                case START_OBJECT -> object(from);
                case START_ARRAY -> array(from);
                case VALUE_STRING -> leaf(Json.Kind.STRING, from, parser.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> leaf(Json.Kind.NUMBER, from, parser.getText());
                case VALUE_TRUE -> leaf(Json.Kind.TRUE, from, "");
                case VALUE_FALSE -> leaf(Json.Kind.FALSE, from, "");
                default -> leaf(Json.Kind.NULL, from, "");
            };
        }

        private Json object(int from) throws IOException {
            var keys = new ArrayList<String>();
            var items = new ArrayList<Json>();
            for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                keys.add(name);
                items.add(value(parser.nextToken()));
            }
            var source = source(from);
            return new Json(Json.Kind.OBJECT, source, "", keys.toArray(Json.NO_KEYS), items.toArray(Json.NO_ITEMS));
        }

        private Json array(int from) throws IOException {
            var items = new ArrayList<Json>();
            for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                items.add(value(token));
            }
            return new Json(Json.Kind.ARRAY, source(from), "", Json.NO_KEYS, items.toArray(Json.NO_ITEMS));
        }

        private Json leaf(Json.Kind kind, int from, String text) {
            return new Json(kind, source(from), text, Json.NO_KEYS, Json.NO_ITEMS);
        }

        private Json.Source source(int from) {
            return new Json.Source(
                    body, from, base + (int) parser.currentLocation().getByteOffset());
        }
    }
}
