package dev.angarium.provider;

import dev.angarium.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a provider promises to be stable about an event, and of which kind that promise is. The bare message id would
 * merge a message with its receipts, edits and revocation.
 *
 * @param kind content, stub, status:…, reaction, edit:…, revoke, call:…, {@value ContentHash#KIND}
 * @param id the provider's id
 */
public record DedupeKey(String kind, String id) {

    /** 128 bits of SHA-256 over the parts, each behind its length, so that no two divisions of one text are equal. */
    public static UUID of(int instanceNo, String kind, String id) {
        var kindBytes = kind.getBytes(StandardCharsets.UTF_8);
        var idBytes = id.getBytes(StandardCharsets.UTF_8);
        var input = ByteBuffer.allocate(12 + kindBytes.length + idBytes.length)
                .putInt(instanceNo)
                .putInt(kindBytes.length)
                .put(kindBytes)
                .putInt(idBytes.length)
                .put(idBytes);
        var hash = ByteBuffer.wrap(Sha256.of(input.array()));
        return new UUID(hash.getLong(), hash.getLong());
    }

    public UUID at(int instanceNo) {
        return of(instanceNo, kind, id);
    }
}
