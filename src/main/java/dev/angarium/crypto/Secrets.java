package dev.angarium.crypto;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes secrets. Each has 32 random bytes; the prefix says what it is, to people and to secret scanners. */
public final class Secrets {
    public static final String API_KEY_PREFIX = "angk_";
    public static final String WEBHOOK_SECRET_PREFIX = "whsec_";

    private static final int BYTES = 32;

    private final SecureRandom random;

    public Secrets(SecureRandom random) {
        this.random = random;
    }

    /** A subscription's signing secret, in the form of Standard Webhooks: {@code whsec_} and base64. */
    public String webhookSecret() {
        return WEBHOOK_SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes(BYTES));
    }

    /** The unguessable part of a connection's address: 43 letters of base64url. */
    public String ingressKey() {
        return Bytes.toBase64Url(bytes(BYTES));
    }

    public String apiKey() {
        return API_KEY_PREFIX + Bytes.toBase64Url(bytes(BYTES));
    }

    public byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
