package dev.angarium.provider.baileys;

import dev.angarium.provider.ContentHash;
import dev.angarium.provider.Credentials;
import dev.angarium.provider.DedupeKey;
import dev.angarium.provider.ProviderEvent;
import dev.angarium.provider.data.Content;
import dev.angarium.provider.data.Origin;
import dev.angarium.provider.data.Times;
import dev.angarium.provider.json.Json;

/**
 * What all events of one request share.
 *
 * @param externalId the account
 * @param ownJid the account's own id, without device; empty where the request does not say
 * @param notifiedAt the provider's stamp of the request: repeated by a resend, not trusted as a time
 * @param receivedAt epoch milliseconds
 */
public record BaileysSource(String externalId, String ownJid, String notifiedAt, long receivedAt) {
    /** The provider's element, without credentials. */
    public static byte[] raw(Json element) {
        return element.sliceWithout(Credentials.ANYWHERE);
    }

    /** Kept under the provider's own name. */
    public ProviderEvent own(String name, Json element) {
        var origin = new Origin("", Times.ABSENT);
        return new Content()
                .event(externalId, hashed(name, element), ProviderEvent.ownType(name), origin, raw(element));
    }

    /** The same of a whole frame, whose secrets stand beside what it tells. */
    public ProviderEvent frame(String name, Json root) {
        var origin = new Origin("", Times.ABSENT);
        return new Content()
                .event(
                        externalId,
                        hashed(name, root),
                        ProviderEvent.ownType(name),
                        origin,
                        root.sliceWithout(Credentials.AROUND));
    }

    /** The key of something that happens once. */
    public DedupeKey hashed(String name, Json element) {
        return ContentHash.of(element, name, notifiedAt);
    }

    /** The key of a state that may come back. */
    public DedupeKey state(String name, Json element) {
        return ContentHash.ofState(element, name, notifiedAt, receivedAt);
    }

    /** By the provider's id, or by content where there is none. */
    public DedupeKey key(String kind, String id, Json element) {
        return id.isEmpty() ? hashed(kind, element) : new DedupeKey(kind, id);
    }
}
