package dev.angarium.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where a sealed value belongs. It is authenticated with the value, so that a ciphertext copied to another tenant's row,
 * or to another field of the same row, does not open.
 *
 * @param tenant the tenant's public id
 * @param row the row's id
 * @param field the column's or setting's name
 */
public record SealedPlace(String tenant, String row, String field) {
    byte[] bytes() {
        var all = new ByteArrayOutputStream();
        for (var part : new String[] {tenant, row, field}) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            all.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }
}
