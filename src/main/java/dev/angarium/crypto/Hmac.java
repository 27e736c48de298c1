package dev.angarium.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One secret, ready to authenticate messages. Safe to share: each call has its own state. */
public final class Hmac {
    /** The hash beneath. SHA-1 is for providers that know nothing better; as a MAC it still holds. */
    public enum Algorithm {
        SHA1("HmacSHA1", 20),
        SHA256("HmacSHA256", 32),
        SHA512("HmacSHA512", 64);

        private final String jcaName;
        private final int length;

        Algorithm(String jcaName, int length) {
            this.jcaName = jcaName;
            this.length = length;
        }

        /** Bytes of a signature. */
        public int length() {
            return length;
        }
    }

    private final Mac ready;

    /** @param secret at least one byte */
    public Hmac(Algorithm algorithm, byte[] secret) {
        try {
            ready = Mac.getInstance(algorithm.jcaName);
            ready.init(new SecretKeySpec(secret, algorithm.jcaName));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JVM has " + algorithm.jcaName, absent);
        }
    }

    /** Works on a copy: looking the algorithm up and preparing the key each time cost as much as a short message. */
    public byte[] sign(byte[] message) {
        try {
            return ((Mac) ready.clone()).doFinal(message);
        } catch (CloneNotSupportedException foreign) {
            throw new IllegalStateException("the JDK's own Macs can be copied", foreign);
        }
    }

    /** In constant time. The MAC is always computed, so that a refusal costs what an acceptance costs. */
    public boolean verify(byte[] message, byte[] signature) {
        return Bytes.sameSecret(sign(message), signature);
    }
}
