package dev.angarium.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals values at rest with AES-256-GCM. A sealed value is: version (1 byte), key id (4), nonce (12, fresh), ciphertext
 * with its tag (16). Opens with the current key or the previous one, seals with the current one only.
 */
public final class Vault {
    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD = 1 + Integer.BYTES + NONCE;
    private static final int SHORTEST = HEAD + TAG_BITS / 8;

    private final MasterKey current;
    private final Optional<MasterKey> previous;
    private final Secrets random;

    public Vault(MasterKey current, Optional<MasterKey> previous, Secrets random) {
        this.current = current;
        this.previous = previous;
        this.random = random;
    }

    public byte[] seal(SealedPlace place, byte[] plain) {
        var nonce = random.bytes(NONCE);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, current, nonce, place);
            return ByteBuffer.allocate(SHORTEST + plain.length)
                    .put(VERSION)
                    .putInt(current.id())
                    .put(nonce)
                    .put(cipher.doFinal(plain))
                    .array();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JVM has AES-GCM", absent);
        }
    }

    public Opened open(SealedPlace place, byte[] sealed) {
        if (sealed.length < SHORTEST || sealed[0] != VERSION) {
            return new Opened.Broken();
        }
        var id = ByteBuffer.wrap(sealed).getInt(1);
        if (id == current.id()) {
            return open(place, sealed, current, false);
        }
        return previous.filter(key -> key.id() == id)
                .map(key -> open(place, sealed, key, true))
                .orElseGet(Opened.UnknownKey::new);
    }

    private static Opened open(SealedPlace place, byte[] sealed, MasterKey key, boolean stale) {
        var nonce = Arrays.copyOfRange(sealed, 1 + Integer.BYTES, HEAD);
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, place);
            return new Opened.Plain(cipher.doFinal(sealed, HEAD, sealed.length - HEAD), stale);
        } catch (AEADBadTagException changed) {
            return new Opened.Broken();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JVM has AES-GCM", absent);
        }
    }

    private static Cipher cipher(int mode, MasterKey key, byte[] nonce, SealedPlace place)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.bytes());
        return cipher;
    }
}
