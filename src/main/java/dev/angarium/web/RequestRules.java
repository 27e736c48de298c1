package dev.angarium.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** What makes a request unacceptable whatever its route. Pure. */
final class RequestRules {
    private RequestRules() {}

    /** Null where nothing is wrong. */
    static @Nullable Problem refusal(HttpServerRequest request) {
        if (!isPlain(request.path())) {
            return Problem.badRequest("The path is not plain");
        }
        if (request.version() == HttpVersion.HTTP_1_1 && request.authority() == null) {
            return Problem.badRequest("Host is missing or malformed");
        }
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            return Problem.badRequest("Host is there twice");
        }
        if (!isFramed(request)) {
            return Problem.badRequest("Transfer-Encoding must be chunked");
        }
        var expect = request.getHeader(HttpHeaders.EXPECT);
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            return Problem.of(417, "EXPECTATION_FAILED", "Only 100-continue can be expected");
        }
        return null;
    }

    /**
     * Whether it is sure where the body ends. Of a coding other than chunked that is not known: what follows the head
     * would be read as requests of their own, which a proxy before us took for the body of this one.
     */
    static boolean isFramed(HttpServerRequest request) {
        var codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1
                        && codings.get(0).equalsIgnoreCase("chunked")
                        && request.version() != HttpVersion.HTTP_1_0);
    }

    /** Starts with a slash, has no control character, no backslash, no dot segment, and hides none behind an escape. */
    static boolean isPlain(@Nullable String path) {
        if (path == null || path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        for (var at = 0; at < path.length(); at++) {
            if (isRefused(path, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRefused(String path, int at) {
        var c = path.charAt(at);
        return switch (c) {
            case '%' -> isRefusedEscape(path, at);
            case '.' -> path.charAt(at - 1) == '/' && isDotSegment(path, at);
            case '\\' -> true;
            default -> c <= ' ' || c >= 0x7f;
        };
    }

    private static boolean isDotSegment(String path, int at) {
        var end = path.indexOf('/', at);
        var segment = path.substring(at, end < 0 ? path.length() : end);
        return segment.equals(".") || segment.equals("..");
    }

    /** An incomplete one, a control character, a dot, a slash or a backslash. */
    private static boolean isRefusedEscape(String path, int at) {
        if (at + 2 >= path.length()) {
            return true;
        }
        var high = Character.digit(path.charAt(at + 1), 16);
        var low = Character.digit(path.charAt(at + 2), 16);
        var value = high * 16 + low;
        return high < 0 || low < 0 || value < 0x20 || value == '.' || value == '/' || value == '\\' || value == 0x7f;
    }
}
