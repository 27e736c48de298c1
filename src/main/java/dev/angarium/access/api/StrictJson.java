package dev.angarium.access.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.angarium.access.input.Fields;
import dev.angarium.provider.json.Utf8;
import dev.angarium.web.Problem;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of callers who can be told what is wrong with it: strict where the providers' reader is patient. Refuses
 * what two readers could read differently (duplicate names, a byte order mark, half a character) and bounds the rest.
 * Numbers are never expanded from their exponent.
 */
final class StrictJson {
    static final int DEPTH_MAX = 64;
    static final int TOKENS_MAX = 100_000;
    static final int NAME_MAX = 256;
    static final int NUMBER_MAX = 256;

    private static final int WIDE = 4;

    private final JsonFactory factory;

    /** @param maxBytes of a body, and so of a text in it */
    StrictJson(int maxBytes) {
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_MAX)
                .maxTokenCount(TOKENS_MAX)
                .maxNameLength(NAME_MAX)
                .maxNumberLength(NUMBER_MAX)
                .maxStringLength(maxBytes)
                .build();
        this.factory = new JsonFactoryBuilder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** An object; anything else is refused. */
    Passage<JsonObject> read(byte[] body) {
        if (!Utf8.valid(body, 0, body.length) || startsOddly(body)) {
            return Passage.shut(Problem.malformedJson());
        }
        try (var parser = factory.createParser(body)) {
            var root = parser.nextToken() == null ? null : value(parser);
            if (parser.currentToken() == null || parser.nextToken() != null) {
                return Passage.shut(Problem.malformedJson());
            }
            return root instanceof JsonObject object
                    ? new Passage.Open<>(object)
                    : Passage.shut(Problem.invalid("body", "must be a JSON object"));
        } catch (IOException malformed) {
            return Passage.shut(Problem.malformedJson());
        }
    }

    /** A byte order mark, or a zero that Jackson would take for UTF-16 or UTF-32. */
    private static boolean startsOddly(byte[] body) {
        for (var at = 0; at < Math.min(WIDE, body.length); at++) {
            if (body[at] == 0) {
                return true;
            }
        }
        return body.length > 0 && body[0] == (byte) 0xEF;
    }

    /** The value at the parser's token. Recursion is bounded by the depth. */
    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> text(parser.getText(), parser);
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            text(name, parser);
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new JsonObject(members);
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        var elements = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    private static String text(String text, JsonParser parser) throws IOException {
        if (!Fields.wellFormed(text)) {
            throw new JsonParseException(parser, "half a surrogate pair");
        }
        return text;
    }
}
