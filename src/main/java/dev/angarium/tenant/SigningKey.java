package dev.angarium.tenant;

import dev.angarium.crypto.Bytes;
import dev.angarium.crypto.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The key of a subscription's signatures, from the secret its owner sees. */
public final class SigningKey {
    public static final int LEAST = 8;
    public static final int MOST = 256;

    private SigningKey() {}

    /** After {@code whsec_} base64, else the UTF-8 bytes; empty where it is no key. */
    public static Optional<byte[]> of(String secret) {
        if (secret.length() < LEAST || secret.length() > MOST) {
            return Optional.empty();
        }
        if (!secret.startsWith(Secrets.WEBHOOK_SECRET_PREFIX)) {
            return Optional.of(secret.getBytes(StandardCharsets.UTF_8));
        }
        var bytes = Bytes.fromBase64(secret.substring(Secrets.WEBHOOK_SECRET_PREFIX.length()));
        return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
    }
}
