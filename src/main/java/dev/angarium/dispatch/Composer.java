package dev.angarium.dispatch;

import dev.angarium.event.Event;
import dev.angarium.format.Format;
import dev.angarium.web.client.OutgoingRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Composes the request of one attempt. The body depends on the events and the format alone, so that it is the same
 * bytes over retries and replays. Belongs to one context.
 */
public final class Composer {
    private static final CharSequence ID = HttpHeaders.createOptimized("webhook-id");
    private static final CharSequence TIMESTAMP = HttpHeaders.createOptimized("webhook-timestamp");
    private static final CharSequence SIGNATURE = HttpHeaders.createOptimized("webhook-signature");
    private static final CharSequence TYPE = HttpHeaders.createOptimized("X-Event-Type");
    private static final CharSequence SEQUENCE = HttpHeaders.createOptimized("X-Sequence");
    private static final CharSequence ATTEMPT = HttpHeaders.createOptimized("X-Attempt");
    private static final CharSequence CORRELATION = HttpHeaders.createOptimized("X-Correlation-Id");
    private static final CharSequence TRACE = HttpHeaders.createOptimized("traceparent");
    private static final String MIXED_TYPES = "batch";
    private static final Pattern UNSAFE = Pattern.compile("[^ -~]");
    private static final int MILLIS = 1000;

    private final Signatures signatures = new Signatures();
    private final Trace trace;
    private final CharSequence hexSignature;
    private final CharSequence previousSignature;
    private final CharSequence userAgent;

    /**
     * @param signatureHeader SIGNATURE_HEADER; the one of the previous secret is named after it
     * @param version of the broker, for User-Agent
     */
    public Composer(String signatureHeader, String version, RandomGenerator random) {
        hexSignature = HttpHeaders.createOptimized(signatureHeader);
        previousSignature = HttpHeaders.createOptimized(signatureHeader + "-Previous");
        userAgent = HttpHeaders.createOptimized("Angarium/" + version);
        trace = new Trace(random);
    }

    /**
     * @param events of one lane, ascending, not empty
     * @param attempt from 1
     * @param nowMillis epoch milliseconds of this attempt
     */
    OutgoingRequest compose(Recipient to, List<Event> events, int attempt, long nowMillis) {
        var body = bodyOf(to.format(), events);
        var headers = HttpHeaders.headers().setAll(to.headers());
        describe(headers, events, attempt);
        headers.set(HttpHeaders.CONTENT_TYPE, contentTypeOf(to.format(), events));
        sign(headers, to, idOf(events), nowMillis / MILLIS, body);
        return OutgoingRequest.post(to.target(), headers, Buffer.buffer(body), to.timeout());
    }

    private void describe(MultiMap headers, List<Event> events, int attempt) {
        var first = events.get(0);
        headers.set(TYPE, safe(typeOf(events)))
                .set(SEQUENCE, Long.toString(first.seq()))
                .set(ATTEMPT, Integer.toString(attempt))
                .set(CORRELATION, safe(first.correlationId()))
                .set(TRACE, trace.parent(first.correlationId()))
                .set(HttpHeaders.USER_AGENT, userAgent);
    }

    private void sign(MultiMap headers, Recipient to, String id, long seconds, byte[] body) {
        headers.set(ID, id).set(TIMESTAMP, Long.toString(seconds));
        var keys = to.keys();
        if (keys.isEmpty()) {
            return;
        }
        headers.set(SIGNATURE, signatures.standard(keys, id, seconds, body));
        headers.set(hexSignature, signatures.hex(keys.get(0), body));
        if (keys.size() > 1) {
            headers.set(previousSignature, signatures.hex(keys.get(1), body));
        }
    }

    private static String idOf(List<Event> events) {
        var first = events.get(0).id().toString();
        return events.size() == 1 ? first : first + '+' + events.size();
    }

    private static String typeOf(List<Event> events) {
        var first = events.get(0).type();
        return events.stream().allMatch(event -> event.type().equals(first)) ? first : MIXED_TYPES;
    }

    /** What a provider or a caller named must neither break the request nor fail it. */
    private static String safe(String value) {
        for (var at = 0; at < value.length(); at++) {
            if (value.charAt(at) < ' ' || value.charAt(at) > '~') {
                return UNSAFE.matcher(value).replaceAll("_");
            }
        }
        return value;
    }

    private static byte[] bodyOf(Format format, List<Event> events) {
        return events.size() == 1 ? format.render(events.get(0)) : format.renderBatch(events);
    }

    private static String contentTypeOf(Format format, List<Event> events) {
        return events.size() == 1 ? format.contentType(events.get(0)) : format.batchContentType();
    }
}
