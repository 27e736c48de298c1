package dev.angarium.access.api;

import dev.angarium.access.Permission;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One operation as the document describes it.
 *
 * @param template the path with its variable segments in braces
 * @param permissions any of which a caller needs; empty where no key is needed
 * @param query the names of the query's parameters
 */
public record Endpoint(
        HttpMethod method,
        String template,
        String operationId,
        Access access,
        Set<Permission> permissions,
        Body body,
        Set<String> query) {
    /** Who serves it, and to whom. */
    public enum Access {
        /** The API, to callers with a key. */
        KEYED,
        /** A route outside the API, to everybody. */
        PUBLIC,
        /** A route outside the API, with rules of its own. */
        INGRESS
    }

    /** What body it takes. */
    public enum Body {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    public Endpoint {
        permissions = Set.copyOf(permissions);
        query = Set.copyOf(query);
    }

    /** Whether a call may change something: then it takes an Idempotency-Key, and its refusal is audited. */
    public boolean mutating() {
        return method != HttpMethod.GET;
    }

    /** The names of the variable segments. */
    public List<String> segments() {
        return Arrays.stream(template.split("/", -1))
                .filter(segment -> segment.startsWith("{"))
                .map(segment -> segment.substring(1, segment.length() - 1))
                .toList();
    }
}
