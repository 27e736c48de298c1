package dev.angarium.access.api;

import dev.angarium.access.Call;
import dev.angarium.access.Claim;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * One call of an operation, read.
 *
 * @param call who asks, for which tenant, under which Idempotency-Key
 * @param path the variable segments of the path, decoded, by name
 * @param query the query's parameters, decoded, by name; only those the document knows, each at most once
 * @param body empty where the operation takes none or none was sent
 */
public record ApiCall(Call call, Map<String, String> path, Map<String, String> query, JsonObject body) {
    public ApiCall {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** A variable segment of the path. */
    public String segment(String name) {
        return path.getOrDefault(name, "");
    }

    /** The same, under an Idempotency-Key. */
    ApiCall holding(Claim claim) {
        return new ApiCall(new Call(call.caller(), call.correlationId(), Optional.of(claim)), path, query, body);
    }
}
