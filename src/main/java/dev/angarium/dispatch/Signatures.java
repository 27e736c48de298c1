package dev.angarium.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs deliveries with HMAC-SHA256: hex over the body, and the form of Standard Webhooks. Not thread-safe: each
 * context has its own, so that the Mac is made once, and given a key only where it has another.
 */
final class Signatures {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1,";
    private static final int VERSIONED = VERSION.length() + 44;
    private static final HexFormat HEX = HexFormat.of();
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Mac mac;
    private @Nullable Key current;

    Signatures() {
        try {
            mac = Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException every) {
            throw new IllegalStateException("every Java has HmacSHA256", every);
        }
    }

    /** What {@link #hex} and {@link #standard} take; computed once per subscription. */
    static Key key(byte[] secret) {
        return new SecretKeySpec(secret, ALGORITHM);
    }

    /** Lower case hex of the body's HMAC. */
    String hex(Key key, byte[] body) {
        start(key);
        return HEX.formatHex(mac.doFinal(body));
    }

    /** The {@code webhook-signature} of Standard Webhooks: one per key, the current first, space separated. */
    String standard(List<Key> keys, String id, long timestampSeconds, byte[] body) {
        var signed = (id + '.' + timestampSeconds + '.').getBytes(ISO_8859_1);
        var header = new StringBuilder((VERSIONED + 1) * keys.size());
        for (var key : keys) {
            start(key);
            mac.update(signed);
            header.append(header.isEmpty() ? "" : " ").append(VERSION);
            header.append(BASE64.encodeToString(mac.doFinal(body)));
        }
        return header.toString();
    }

    /** After a signature a Mac is as it was when it got its key. */
    private void start(Key key) {
        if (key == current) {
            return;
        }
        try {
            current = null;
            mac.init(key);
            current = key;
        } catch (InvalidKeyException foreign) {
            throw new IllegalArgumentException("not a key made here", foreign);
        }
    }
}
