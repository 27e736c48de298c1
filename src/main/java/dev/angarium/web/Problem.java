package dev.angarium.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An RFC 9457 problem. The code is stable, title and detail are for people and never quote what a client sent.
 *
 * @param retryAfter becomes the header, in whole seconds, at least one
 */
public record Problem(
        int status,
        String code,
        String title,
        Optional<String> detail,
        List<FieldError> errors,
        Optional<Duration> retryAfter) {
    public static final String CONTENT_TYPE = "application/problem+json";
    private static final int MOST_ERRORS = 100;

    /** What is wrong with one field; nested fields as {@code a.b[0].c}. */
    public record FieldError(String field, String message) {}

    public Problem {
        errors = List.copyOf(errors.size() > MOST_ERRORS ? errors.subList(0, MOST_ERRORS) : errors);
    }

    public static Problem of(int status, String code, String title) {
        return new Problem(status, code, title, Optional.empty(), List.of(), Optional.empty());
    }

    public static Problem badRequest(String title) {
        return of(400, "BAD_REQUEST", title);
    }

    public static Problem malformedJson() {
        return of(400, "MALFORMED_JSON", "The body is not JSON, or exceeds a limit of depth, tokens or lengths");
    }

    public static Problem unauthorized() {
        return of(401, "UNAUTHORIZED", "A valid key or session is needed");
    }

    public static Problem forbidden() {
        return of(403, "FORBIDDEN", "The permission for this is missing");
    }

    /** The same for an absent object and for another tenant's. */
    public static Problem notFound() {
        return of(404, "NOT_FOUND", "There is nothing here");
    }

    public static Problem methodNotAllowed() {
        return of(405, "METHOD_NOT_ALLOWED", "The path does not take this method");
    }

    public static Problem conflict(String code, String title) {
        return of(409, code, title);
    }

    public static Problem bodyTooLarge() {
        return of(413, "BODY_TOO_LARGE", "The body is larger than this route takes");
    }

    public static Problem contentEncoding() {
        return of(415, "CONTENT_ENCODING", "Bodies are taken as they are: Content-Encoding must be identity");
    }

    public static Problem contentType() {
        return of(415, "CONTENT_TYPE", "The body must be application/json");
    }

    public static Problem invalid(List<FieldError> errors) {
        return of(422, "VALIDATION_FAILED", "Some fields are not right").withErrors(errors);
    }

    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public static Problem tooManyRequests(Duration retryAfter) {
        return of(429, "RATE_LIMITED", "Too many requests").retryAfter(retryAfter);
    }

    public static Problem internal() {
        return of(500, "INTERNAL", "Something went wrong on our side");
    }

    /** Surely nothing was done. */
    public static Problem unavailable(Duration retryAfter) {
        return of(503, "UNAVAILABLE", "Not possible right now").retryAfter(retryAfter);
    }

    /** Whether it was done is not known. */
    public static Problem outcomeUnknown(Duration retryAfter) {
        return of(504, "OUTCOME_UNKNOWN", "Whether it was done is not known; a repeat is safe")
                .retryAfter(retryAfter);
    }

    public Problem withDetail(String text) {
        return new Problem(status, code, title, Optional.of(text), errors, retryAfter);
    }

    public Problem withErrors(List<FieldError> more) {
        return new Problem(status, code, title, detail, more, retryAfter);
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(status, code, title, detail, errors, Optional.of(wait));
    }

    /** The value of Retry-After. */
    public Optional<String> retryAfterSeconds() {
        return retryAfter.map(
                wait -> Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }

    public JsonObject toJson() {
        var json = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("code", code);
        detail.ifPresent(text -> json.put("detail", text));
        if (!errors.isEmpty()) {
            var list = new JsonArray();
            errors.forEach(error ->
                    list.add(new JsonObject().put("field", error.field()).put("message", error.message())));
            json.put("errors", list);
        }
        return json;
    }

    public Buffer toBuffer() {
        return toJson().toBuffer();
    }
}
