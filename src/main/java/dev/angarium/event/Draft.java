package dev.angarium.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that has no number yet. The byte arrays are handed over, never changed afterwards by anyone.
 *
 * @param instance where it happened
 * @param key 128 bits of the dedupe key's hash: (instance, kind, provider's id)
 * @param fingerprint hash of the stable content; tells a resend from another body under the same key
 * @param type the native name or {@code provider.<name>}
 * @param chat the chat key, opaque; null where the event belongs to no chat
 * @param receivedAt when the broker had the request, epoch milliseconds
 * @param occurredAt when it happened at the provider, epoch milliseconds; receivedAt where the provider does not say
 * @param correlationId of the request
 * @param data the normalised event, a JSON object without {@code raw}
 * @param raw the provider's object; JSON but for {@code provider.unparsed}
 */
public record Draft(
        InstanceRef instance,
        UUID key,
        int fingerprint,
        String type,
        @Nullable String chat,
        long receivedAt,
        long occurredAt,
        String correlationId,
        byte[] data,
        byte[] raw) {

    /** Bytes it holds in memory, roughly: what the byte budgets count. */
    public int weight() {
        return data.length + raw.length + 256;
    }
}
