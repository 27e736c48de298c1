package dev.angarium.dispatch;

import dev.angarium.event.Event;
import dev.angarium.format.Format;
import dev.angarium.web.client.EncodedRequest;
import dev.angarium.web.wire.HeaderName;
import dev.angarium.web.wire.RequestHead;
import java.security.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Composes the request of one attempt. The body depends on the events and the format alone, so that it is the same
 * bytes over retries and replays. Belongs to one context.
 */
public final class Composer {
    private static final HeaderName ID = HeaderName.of("webhook-id");
    private static final HeaderName TIMESTAMP = HeaderName.of("webhook-timestamp");
    private static final HeaderName SIGNATURE = HeaderName.of("webhook-signature");
    private static final HeaderName TYPE = HeaderName.of("X-Event-Type");
    private static final HeaderName SEQUENCE = HeaderName.of("X-Sequence");
    private static final HeaderName ATTEMPT = HeaderName.of("X-Attempt");
    private static final HeaderName CORRELATION = HeaderName.of("X-Correlation-Id");
    private static final HeaderName TRACE = HeaderName.of("traceparent");
    private static final HeaderName USER_AGENT = HeaderName.of("User-Agent");
    private static final HeaderName CONTENT_TYPE = HeaderName.of("Content-Type");
    private static final Set<String> OURS = Set.of(
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "x-event-type",
            "x-sequence",
            "x-attempt",
            "x-correlation-id",
            "traceparent",
            "user-agent",
            "content-type");
    private static final String PREVIOUS = "-Previous";
    private static final int ROOM = 768;
    private static final String MIXED_TYPES = "batch";
    private static final Pattern UNSAFE = Pattern.compile("[^ -~]");
    private static final int MILLIS = 1000;

    private final Signatures signatures = new Signatures();
    private final Trace trace;
    private final HeaderName hexSignature;
    private final HeaderName previousSignature;
    private final String userAgent;

    /**
     * @param signatureHeader SIGNATURE_HEADER; the one of the previous secret is named after it
     * @param version of the broker, for User-Agent
     */
    public Composer(String signatureHeader, String version, RandomGenerator random) {
        hexSignature = HeaderName.of(signatureHeader);
        previousSignature = HeaderName.of(signatureHeader + PREVIOUS);
        userAgent = safe("Angarium/" + version);
        trace = new Trace(random);
    }

    /** The headers that are made here, in lower case. */
    static Set<String> ours(String signatureHeader) {
        var ours = new HashSet<>(OURS);
        ours.add(signatureHeader.toLowerCase(Locale.ROOT));
        ours.add((signatureHeader + PREVIOUS).toLowerCase(Locale.ROOT));
        return ours;
    }

    /**
     * @param events of one lane, ascending, not empty
     * @param attempt from 1
     * @param nowMillis epoch milliseconds of this attempt
     */
    EncodedRequest compose(Recipient to, List<Event> events, int attempt, long nowMillis) {
        var body = bodyOf(to.format(), events);
        var head = to.head().copy(ROOM);
        describe(head, events, attempt);
        head.add(CONTENT_TYPE, contentTypeOf(to.format(), events));
        sign(head, to.keys(), idOf(events), nowMillis / MILLIS, body);
        return EncodedRequest.post(to.target(), head, body, to.timeout());
    }

    private void describe(RequestHead head, List<Event> events, int attempt) {
        var first = events.get(0);
        head.add(USER_AGENT, userAgent)
                .add(TYPE, safe(typeOf(events)))
                .add(SEQUENCE, first.seq())
                .add(ATTEMPT, attempt)
                .add(CORRELATION, safe(first.correlationId()))
                .add(TRACE, trace.parent(first.correlationId()));
    }

    private void sign(RequestHead head, List<Key> keys, String id, long seconds, byte[] body) {
        head.add(ID, id).add(TIMESTAMP, seconds);
        if (keys.isEmpty()) {
            return;
        }
        if (keys.size() > 1) {
            head.add(previousSignature, signatures.hex(keys.get(1), body));
        }
        head.add(SIGNATURE, signatures.standard(keys, id, seconds, body));
        head.add(hexSignature, signatures.hex(keys.get(0), body));
    }

    private static String idOf(List<Event> events) {
        var first = events.get(0).id().toString();
        return events.size() == 1 ? first : first + '+' + events.size();
    }

    private static String typeOf(List<Event> events) {
        var first = events.get(0).type();
        return events.size() == 1
                        || events.stream().allMatch(event -> event.type().equals(first))
                ? first
                : MIXED_TYPES;
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
