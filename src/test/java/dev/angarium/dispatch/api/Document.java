package dev.angarium.dispatch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/** The API's document: the field names of its examples are contract. */
public final class Document {
    private Document() {}

    /** The names of the fields that the example of a schema shows. */
    public static Set<String> fieldsOf(String schema) {
        var names = new TreeSet<String>();
        read().at("/components/schemas/" + schema + "/examples/0").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read() {
        try (var yaml = Document.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
