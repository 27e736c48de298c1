package dev.angarium.ingress.normalise;

import dev.angarium.event.Event;
import dev.angarium.event.EventTypes;
import dev.angarium.event.InstanceRef;
import dev.angarium.format.Format;
import dev.angarium.ingress.Refusals;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.Readout;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.registry.Readers;
import dev.angarium.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one webhook as its route would and renders what it tells in the native format. Nothing is verified, looked up or
 * kept, so there is no instance: {@code deviceId} is the account as the provider names it, {@code sequence} counts from 1,
 * and the ids lead to no event. Safe to share.
 */
public final class Normaliser {
    private static final Format NATIVE = Format.named("native").orElseThrow();
    private static final byte[] NO_DATA = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final String NO_ACCOUNT = "unassigned";

    /** Beyond every instance there is, so that no id made here is an event's. */
    private static final int NO_INSTANCE = Integer.MAX_VALUE;

    private final Readers readers;

    public Normaliser(Readers readers) {
        this.readers = readers;
    }

    /** What a webhook comes to. */
    public sealed interface Normalised {
        /** @param envelopes JSON objects, in the order of the body */
        record Events(List<byte[]> envelopes) implements Normalised {
            public Events {
                envelopes = List.copyOf(envelopes);
            }
        }

        /** What the provider would be answered instead. */
        record Refused(Problem problem) implements Normalised {}
    }

    /**
     * @param provider one of {@link dev.angarium.provider.Providers#NAMES}
     * @param tenantId whose events they would be
     */
    public Normalised normalise(String provider, Webhook webhook, String tenantId) {
        var readout = readers.of(provider).orElseGet(readers::raw).read(webhook);
        if (readout instanceof Readout.Events events) {
            return rendered(events.events(), webhook, tenantId);
        }
        if (readout instanceof Readout.Ignored) {
            return new Normalised.Events(List.of());
        }
        if (readout instanceof Readout.Unparsed unparsed) {
            var account = readers.claimedAccount(provider, webhook.body());
            var whole = event(1, EventTypes.UNPARSED, webhook, instance(account, tenantId), unparsed.raw());
            return new Normalised.Events(List.of(NATIVE.render(whole)));
        }
        return new Normalised.Refused(
                readout instanceof Readout.Invalid invalid ? Refusals.invalid(invalid) : Refusals.malformed());
    }

    private static Normalised rendered(List<ProviderEvent> events, Webhook webhook, String tenantId) {
        var envelopes = new ArrayList<byte[]>(events.size());
        for (var event : events) {
            var seq = envelopes.size() + 1;
            envelopes.add(NATIVE.render(event(seq, event, webhook, instance(event.externalId(), tenantId))));
        }
        return new Normalised.Events(envelopes);
    }

    private static InstanceRef instance(String account, String tenantId) {
        return new InstanceRef(NO_INSTANCE, account.isEmpty() ? NO_ACCOUNT : account, 1, tenantId);
    }

    private static Event event(long seq, ProviderEvent event, Webhook webhook, InstanceRef instance) {
        return new Event(
                instance,
                seq,
                event.type(),
                event.chat(),
                webhook.receivedAt(),
                event.occurredAt() < 0 ? webhook.receivedAt() : event.occurredAt(),
                webhook.correlationId(),
                event.data(),
                event.raw());
    }

    private static Event event(long seq, String type, Webhook webhook, InstanceRef instance, byte[] raw) {
        return new Event(
                instance,
                seq,
                type,
                null,
                webhook.receivedAt(),
                webhook.receivedAt(),
                webhook.correlationId(),
                NO_DATA,
                raw);
    }
}
