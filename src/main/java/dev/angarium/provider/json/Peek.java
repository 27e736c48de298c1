package dev.angarium.provider.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/**
 * Finds one field in a body that nobody has verified yet, and stops there. It reads names only, skips values unread,
 * stays within bytes and tokens, and never throws; what it finds is a claim, good for choosing which secret to check.
 */
public final class Peek {
    /** Meta's account in a body: the first phone number id. */
    public static final List<String> META_INSTANCE =
            List.of("entry", "changes", "value", "metadata", "phone_number_id");
    /** Evolution's instance name. */
    public static final List<String> EVOLUTION_INSTANCE = List.of("instance");
    /** The key that Evolution puts into its bodies. */
    public static final List<String> EVOLUTION_APIKEY = List.of("apikey");

    private static final int CLAIM_LENGTH = 512;

    private final JsonReader reader;
    private final int maxBytes;

    public Peek(JsonLimits limits, int maxBytes) {
        this.reader = new JsonReader(limits);
        this.maxBytes = maxBytes;
    }

    public static Peek standard() {
        return new Peek(JsonLimits.DEFAULT, JsonLimits.DEFAULT.stringLength());
    }

    /** The first string or number on that path, arrays being passed through; empty where there is none. */
    public String find(byte[] body, List<String> path) {
        if (body.length > maxBytes || JsonReader.looksWide(body, 0)) {
            return "";
        }
        try (var parser = reader.parser(body)) {
            return parser.nextToken() == null ? "" : walk(parser, path);
        } catch (IOException notJson) {
            return "";
        }
    }

    private static String walk(JsonParser parser, List<String> path) throws IOException {
        var depth = parser.currentToken() == JsonToken.START_OBJECT ? 1 : 0;
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case START_OBJECT -> depth++;
                case END_OBJECT -> depth--;
                case FIELD_NAME -> {
                    var wanted = depth <= path.size() && parser.currentName().equals(path.get(depth - 1));
                    var value = parser.nextToken();
                    if (wanted && depth == path.size() && value.isScalarValue()) {
                        return claim(parser, value);
                    }
                    if (!wanted || depth == path.size()) {
                        parser.skipChildren();
                    } else if (value == JsonToken.START_OBJECT) {
                        depth++;
                    }
                }
                default -> {
                    // brackets of arrays and their scalars: passed through
                }
            }
        }
        return "";
    }

    private static String claim(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
            var text = parser.getText();
            return text.length() <= CLAIM_LENGTH && printable(text) ? text : "";
        }
        return "";
    }

    /** A claim goes into a query: a database takes neither NUL nor half a character. */
    private static boolean printable(String text) {
        return text.chars().noneMatch(letter -> letter < ' ' || Character.isSurrogate((char) letter));
    }
}
