package dev.angarium.provider.signature;

import java.nio.charset.StandardCharsets;

/**
 * A secret of a connection, decrypted.
 *
 * @param use the one check it is for (with scheme evolution: hmac, jwt, header, apikey); empty for any
 * @param value its UTF-8 bytes are the key
 * @param validUntil epoch milliseconds, inclusive; {@link #FOREVER} but for the old one of a rotation
 */
public record SigningSecret(String use, String value, long validUntil) {
    public static final long FOREVER = Long.MAX_VALUE;

    public static SigningSecret of(String value) {
        return new SigningSecret("", value, FOREVER);
    }

    public SigningSecret until(long epochMillis) {
        return new SigningSecret(use, value, epochMillis);
    }

    public SigningSecret onlyFor(String check) {
        return new SigningSecret(check, value, validUntil);
    }

    boolean serves(String check) {
        return use.isEmpty() || use.equals(check);
    }

    byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SigningSecret[use=" + use + "]";
    }
}
