package dev.angarium.ingress;

import dev.angarium.event.Admission;
import dev.angarium.event.EventTypes;
import dev.angarium.observe.metrics.HttpMetrics;
import dev.angarium.observe.metrics.PipelineMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts webhooks and their events. Handles are kept by provider and type, both of closed sets. Safe from all loops. */
final class IngressMeters {
    private static final String ACCEPTED = "accepted";
    private static final String REJECTED = "rejected";
    private static final String UNREAD = "unread";
    private static final String OWN_TYPES = "provider.*";

    private final HttpMetrics http;
    private final PipelineMetrics pipeline;
    private final Map<Refusal, PipelineMetrics.Count> refusals = new EnumMap<>(Refusal.class);
    private final Map<String, Map<String, Series>> series = new ConcurrentHashMap<>();

    /** What is counted of one type of one provider. */
    private record Series(
            PipelineMetrics.Count captured, PipelineMetrics.Count accepted, PipelineMetrics.Count duplicate) {}

    IngressMeters(HttpMetrics http, PipelineMetrics pipeline) {
        this.http = http;
        this.pipeline = pipeline;
        for (var refusal : Refusal.values()) {
            refusals.put(refusal, http.webhookEvents(REJECTED, refusal.word(), UNREAD));
        }
    }

    /** A native name or one of ours; a provider's own names are no closed set and count as one. */
    static String label(String type) {
        return EventTypes.NATIVE.contains(type)
                        || type.equals(EventTypes.UNPARSED)
                        || type.equals(EventTypes.UNASSIGNED)
                ? type
                : OWN_TYPES;
    }

    void refused(Refusal refusal) {
        switch (refusal) {
            case INVALID_SIGNATURE -> http.webhookSignatureInvalid();
            case MALFORMED, INVALID -> http.webhookInvalid();
            default -> {
                // has no result of its own in webhook_requests_total
            }
        }
        count(refusal, 1);
    }

    /** @param nanos since the last byte of the body */
    void read(long nanos) {
        pipeline.readAfter(nanos);
    }

    /** @param nanos since the head of the request */
    void kept(String provider, Kept kept, long nanos) {
        if (kept.worst().httpStatus() == 200) {
            if (kept.isAllKnown()) {
                http.webhookDuplicate();
            } else {
                http.webhookCreated();
            }
        }
        for (var at = 0; at < kept.size(); at++) {
            settled(provider, kept.drafts().get(at).type(), kept.admissions().get(at), nanos);
        }
    }

    private void settled(String provider, String type, Admission admission, long nanos) {
        if (admission instanceof Admission.Committed) {
            var counted = of(provider, label(type));
            counted.captured.add(1);
            counted.accepted.add(1);
            pipeline.acceptedAfter(nanos);
        } else if (admission instanceof Admission.Duplicate) {
            of(provider, label(type)).duplicate.add(1);
        } else {
            count(admission instanceof Admission.Busy ? Refusal.UNAVAILABLE : Refusal.OUTCOME_UNKNOWN, 1);
        }
    }

    private void count(Refusal refusal, int events) {
        var count = refusals.get(refusal);
        if (count != null) {
            count.add(events);
        }
    }

    private Series of(String provider, String label) {
        return series.computeIfAbsent(provider, absent -> new ConcurrentHashMap<>())
                .computeIfAbsent(label, absent -> make(provider, label));
    }

    private Series make(String provider, String label) {
        var reason = label.equals(EventTypes.UNPARSED) ? "unparsed" : "committed";
        return new Series(
                pipeline.captured(label, provider),
                http.webhookEvents(ACCEPTED, reason, label),
                http.webhookEvents(ACCEPTED, "duplicate", label));
    }
}
