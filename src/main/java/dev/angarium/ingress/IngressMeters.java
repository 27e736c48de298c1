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
    private static final String IGNORED = "ignored";
    private static final String UNREAD = "unread";
    private static final String MESSAGE = "message";
    private static final String OWN_TYPES = "provider.*";

    private final HttpMetrics http;
    private final PipelineMetrics pipeline;
    private final Map<Refusal, PipelineMetrics.Count> refusals = new EnumMap<>(Refusal.class);
    private final Map<String, Map<Kind, Series>> series = new ConcurrentHashMap<>();

    /** One kind of event: its type, and why it was accepted. */
    private record Kind(String label, String reason) {}

    /** What is counted of one kind of one provider. */
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

    /** Events that a contract lets go by. */
    void ignored(String reason, int events) {
        if (events > 0) {
            http.webhookEvents(IGNORED, reason, MESSAGE).add(events);
        }
    }

    /**
     * @param reason why the events were accepted
     * @param nanos since the head of the request
     */
    void kept(String provider, String reason, Kept kept, long nanos) {
        if (kept.worst().httpStatus() == 200) {
            if (kept.isAllKnown()) {
                http.webhookDuplicate();
            } else {
                http.webhookCreated();
            }
        }
        for (var at = 0; at < kept.size(); at++) {
            var kind = new Kind(label(kept.drafts().get(at).type()), reason);
            settled(provider, kind, kept.admissions().get(at), nanos);
        }
    }

    private void settled(String provider, Kind kind, Admission admission, long nanos) {
        if (admission instanceof Admission.Committed) {
            var counted = of(provider, kind);
            counted.captured.add(1);
            counted.accepted.add(1);
            pipeline.acceptedAfter(nanos);
        } else if (admission instanceof Admission.Duplicate) {
            of(provider, kind).duplicate.add(1);
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

    private Series of(String provider, Kind kind) {
        return series.computeIfAbsent(provider, absent -> new ConcurrentHashMap<>())
                .computeIfAbsent(kind, absent -> make(provider, kind));
    }

    private Series make(String provider, Kind kind) {
        var reason = kind.label().equals(EventTypes.UNPARSED) ? "unparsed" : kind.reason();
        return new Series(
                pipeline.captured(kind.label(), provider),
                http.webhookEvents(ACCEPTED, reason, kind.label()),
                http.webhookEvents(ACCEPTED, "duplicate", kind.label()));
    }
}
