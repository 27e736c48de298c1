package dev.angarium.event;

import org.jspecify.annotations.Nullable;

/**
 * One committed row of the log. Immutable; the byte arrays are shared and never changed.
 *
 * @param instance where it happened
 * @param seq its number at the instance, gap-free from 1
 * @param type the native name or {@code provider.<name>}
 * @param chat the chat key; null where the event belongs to no chat
 * @param receivedAt when the broker had the request, epoch milliseconds
 * @param occurredAt when it happened at the provider, epoch milliseconds
 * @param correlationId of the request that brought it
 * @param data the normalised event, a JSON object without {@code raw}
 * @param raw the provider's object; JSON but for {@code provider.unparsed}
 */
public record Event(
        InstanceRef instance,
        long seq,
        String type,
        @Nullable String chat,
        long receivedAt,
        long occurredAt,
        String correlationId,
        byte[] data,
        byte[] raw) {

    public static Event of(Draft draft, long seq) {
        return new Event(
                draft.instance(),
                seq,
                draft.type(),
                draft.chat(),
                draft.receivedAt(),
                draft.occurredAt(),
                draft.correlationId(),
                draft.data(),
                draft.raw());
    }

    public EventId id() {
        return new EventId(receivedAt, instance.no(), seq);
    }

    /** Bytes it holds in memory, roughly: what the byte budgets count. */
    public int weight() {
        return data.length + raw.length + 256;
    }
}
