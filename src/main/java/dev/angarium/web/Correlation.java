package dev.angarium.web;

import io.vertx.core.MultiMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ties a request to all that follows from it.
 *
 * @param id a valid X-Correlation-Id, else the traceparent's trace id, else a new UUID
 * @param traceId the traceparent's, else made of the id where that is a UUID, else empty
 */
public record Correlation(String id, String traceId) {
    public static final String HEADER = "X-Correlation-Id";
    private static final int LONGEST = 128;
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String NO_TRACE = "0".repeat(32);

    static Correlation of(MultiMap headers, RandomGenerator random) {
        var given = headers.get(HEADER);
        var trace = traceOf(headers.get("traceparent"));
        if (given != null && isValid(given)) {
            return new Correlation(given, trace);
        }
        if (!trace.isEmpty()) {
            return new Correlation(trace, trace);
        }
        var made = uuid(random);
        return new Correlation(made, made.replace("-", ""));
    }

    /** 1 to 128 of {@code [A-Za-z0-9._-]}. */
    public static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (var at = 0; at < id.length(); at++) {
            if (!isAllowed(id.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    /** A version 4 UUID. */
    static String uuid(RandomGenerator random) {
        var high = random.nextLong() & ~0xF000L | 0x4000L;
        var low = random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }

    private static String traceOf(@Nullable String traceparent) {
        if (traceparent == null) {
            return "";
        }
        var match = TRACEPARENT.matcher(traceparent);
        return match.matches() && !match.group(1).equals(NO_TRACE) ? match.group(1) : "";
    }
}
