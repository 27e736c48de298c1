package dev.angarium.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** CORS_ALLOWED_ORIGINS: nothing unless named. Credentials only for named origins, never for {@code *}. */
public final class Cors {
    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
    private static final String HEADERS =
            "Authorization, Content-Type, Idempotency-Key, X-API-Key, X-Tenant-Id, X-Correlation-Id";
    private static final String EXPOSED =
            "Location, Retry-After, X-Request-Id, X-Correlation-Id, Idempotent-Replayed, RateLimit";

    private final Set<String> origins;
    private final boolean any;

    public Cors(Iterable<String> allowed) {
        var named = new java.util.HashSet<String>();
        allowed.forEach(named::add);
        this.any = named.contains("*");
        this.origins = Set.copyOf(named);
    }

    /** Adds the headers an allowed origin needs; true where the request was a preflight and is answered. */
    boolean answers(HttpServerRequest request) {
        if (origins.isEmpty()) {
            return false;
        }
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !(any || origins.contains(origin))) {
            return false;
        }
        var response = request.response();
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, any ? "*" : origin)
                .putHeader(HttpHeaders.VARY, "Origin")
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        if (!any) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        return isPreflight(request) && answerPreflight(request);
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method() == HttpMethod.OPTIONS
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    private static boolean answerPreflight(HttpServerRequest request) {
        request.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600")
                .setStatusCode(204)
                .end();
        return true;
    }
}
