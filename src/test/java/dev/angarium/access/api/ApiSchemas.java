package dev.angarium.access.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.SchemaRepository;
import java.util.Set;
import java.util.TreeSet;

/** The objects of the document: their examples, and whether a value is one of them. */
public final class ApiSchemas {
    private static final String DOCUMENT = "app://angarium/openapi";

    private final JsonObject schemas;
    private final SchemaRepository repository = SchemaRepository.create(
            new JsonSchemaOptions().setBaseUri("app://angarium/").setDraft(Draft.DRAFT202012));

    public ApiSchemas(ApiDocument document) {
        this.schemas = document.json().getJsonObject("components").getJsonObject("schemas");
        repository.dereference(DOCUMENT, JsonSchema.of(document.json()));
    }

    /** The one example of an object. */
    public JsonObject example(String schema) {
        return schemas.getJsonObject(schema)
                .getJsonArray("examples")
                .getJsonObject(0)
                .copy();
    }

    /** Empty where the value is one of the named schema. */
    public String problems(String schema, Object value) {
        var wanted = JsonSchema.of(new JsonObject().put("$ref", DOCUMENT + "#/components/schemas/" + schema));
        var outcome = repository.validator(wanted).validate(value);
        return Boolean.TRUE.equals(outcome.getValid())
                ? ""
                : String.valueOf(outcome.toJson().encode());
    }

    /** The names of all fields, those within as {@code a.b}, of a list's first entry as {@code a[].b}. */
    public static Set<String> names(JsonObject object) {
        var names = new TreeSet<String>();
        collect("", object, names);
        return names;
    }

    private static void collect(String prefix, JsonObject object, Set<String> names) {
        for (var name : object.fieldNames()) {
            var path = prefix + name;
            names.add(path);
            if (object.getValue(name) instanceof JsonObject within) {
                collect(path + ".", within, names);
            } else if (object.getValue(name) instanceof JsonArray list
                    && !list.isEmpty()
                    && list.getValue(0) instanceof JsonObject first) {
                collect(path + "[].", first, names);
            }
        }
    }
}
