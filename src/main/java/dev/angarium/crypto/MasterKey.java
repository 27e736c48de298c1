package dev.angarium.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** 256 bits that seal everything at rest, and the short public name under which a ciphertext remembers them. */
public final class MasterKey {
    private static final int BYTES = 32;

    private final SecretKeySpec key;
    private final int id;

    private MasterKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "AES");
        var hash = Sha256.of(concat("angarium master key id", bytes));
        this.id = (hash[0] & 0xFF) << 24 | (hash[1] & 0xFF) << 16 | (hash[2] & 0xFF) << 8 | hash[3] & 0xFF;
    }

    /** From 64 hex digits; empty where the text is anything else. */
    public static Optional<MasterKey> parse(String hex) {
        var bytes = Bytes.fromHex(hex);
        return bytes.length == BYTES ? Optional.of(new MasterKey(bytes)) : Optional.empty();
    }

    SecretKeySpec key() {
        return key;
    }

    /** 32 bits of a hash of the key: tells keys apart, tells nothing about them. */
    public int id() {
        return id;
    }

    @Override
    public String toString() {
        return "MasterKey " + HexFormat.of().toHexDigits(id);
    }

    private static byte[] concat(String label, byte[] bytes) {
        var prefix = label.getBytes(StandardCharsets.UTF_8);
        var all = Arrays.copyOf(prefix, prefix.length + bytes.length);
        System.arraycopy(bytes, 0, all, prefix.length, bytes.length);
        return all;
    }
}
