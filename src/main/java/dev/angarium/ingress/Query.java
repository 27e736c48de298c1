package dev.angarium.ingress;

import dev.angarium.provider.Lookup;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** The parameters of a request's query, decoded when first asked for. One that cannot be decoded has none. */
record Query(HttpServerRequest request) implements Lookup {
    @Override
    public List<String> all(String name) {
        try {
            return request.params().getAll(name);
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }
}
