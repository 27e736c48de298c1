package dev.angarium.access.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.angarium.access.Permission;
import dev.angarium.web.Route;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The OpenAPI document, read once at the start: the router's source, and what {@code GET /openapi.json} answers. */
public final class ApiDocument {
    private static final String RESOURCE = "/openapi.yaml";
    private static final String PARAMETERS = "#/components/parameters/";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonObject document;
    private final Buffer bytes;
    private final List<Endpoint> endpoints;

    private ApiDocument(JsonObject document) {
        this.document = document;
        this.bytes = document.toBuffer();
        this.endpoints = List.copyOf(endpoints(document));
    }

    /** Reads the class path: not for an event loop. */
    public static ApiDocument load() {
        try (var stream = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + RESOURCE);
            }
            var tree =
                    new ObjectMapper(new YAMLFactory()).readValue(stream, new TypeReference<Map<String, Object>>() {});
            return new ApiDocument(new JsonObject(tree));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** A copy. */
    public JsonObject json() {
        return document.copy();
    }

    /** Serves the document itself. */
    public Route route() {
        return Route.get("/openapi.json", exchange -> exchange.json(200, bytes));
    }

    private static List<Endpoint> endpoints(JsonObject document) {
        var endpoints = new ArrayList<Endpoint>();
        for (var path : document.getJsonObject("paths")) {
            var item = (JsonObject) path.getValue();
            for (var method : item.fieldNames()) {
                if (METHODS.contains(method)) {
                    endpoints.add(endpoint(document, path.getKey(), item, method));
                }
            }
        }
        return endpoints;
    }

    private static Endpoint endpoint(JsonObject document, String template, JsonObject item, String method) {
        var operation = item.getJsonObject(method);
        var access = access(operation);
        var words = operation.getString("x-permission");
        if (access == Endpoint.Access.KEYED && words == null) {
            throw new IllegalStateException(method + " " + template + " does not say its x-permission");
        }
        return new Endpoint(
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                template,
                operation.getString("operationId"),
                access,
                words == null ? Set.of() : Permission.anyOf(words),
                body(operation),
                query(document, item, operation));
    }

    private static Endpoint.Access access(JsonObject operation) {
        if (operation.getBoolean("x-public", false)) {
            return Endpoint.Access.PUBLIC;
        }
        return operation.getBoolean("x-ingress", false) ? Endpoint.Access.INGRESS : Endpoint.Access.KEYED;
    }

    private static Endpoint.Body body(JsonObject operation) {
        var body = operation.getJsonObject("requestBody");
        if (body == null) {
            return Endpoint.Body.NONE;
        }
        return body.getBoolean("required", false) ? Endpoint.Body.REQUIRED : Endpoint.Body.OPTIONAL;
    }

    private static Set<String> query(JsonObject document, JsonObject item, JsonObject operation) {
        var names = new LinkedHashSet<String>();
        for (var holder : List.of(item, operation)) {
            var parameters = holder.getJsonArray("parameters", new JsonArray());
            for (var at = 0; at < parameters.size(); at++) {
                var parameter = resolved(document, parameters.getJsonObject(at));
                if (parameter.getString("in").equals("query")) {
                    names.add(parameter.getString("name"));
                }
            }
        }
        return names;
    }

    private static JsonObject resolved(JsonObject document, JsonObject parameter) {
        var reference = parameter.getString("$ref");
        if (reference == null) {
            return parameter;
        }
        var known = reference.startsWith(PARAMETERS)
                ? document.getJsonObject("components")
                        .getJsonObject("parameters")
                        .getJsonObject(reference.substring(PARAMETERS.length()))
                : null;
        if (known == null) {
            throw new IllegalStateException("there is no " + reference);
        }
        return known;
    }
}
