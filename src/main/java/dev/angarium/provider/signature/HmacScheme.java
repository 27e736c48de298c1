package dev.angarium.provider.signature;

import dev.angarium.crypto.Bytes;
import dev.angarium.crypto.Hmac;
import dev.angarium.provider.Webhook;
import java.util.List;

/**
 * A MAC of the raw body in one header. Hex may be in either case, for providers differ and the bytes are the same; base64
 * must be canonical, so that each signature has one spelling. The header must be there once.
 */
public final class HmacScheme implements Scheme {
    /** How the bytes are written. */
    public enum Encoding {
        HEX,
        BASE64
    }

    /**
     * Where the signature stands.
     *
     * @param prefix before the signature; compared exactly; empty where there is none
     */
    public record Place(String header, Encoding encoding, String prefix) {
        byte[] decode(String value) {
            if (!value.startsWith(prefix)) {
                return Bytes.NONE;
            }
            var text = value.substring(prefix.length());
            return encoding == Encoding.HEX ? Bytes.fromHex(text) : Bytes.fromBase64(text);
        }
    }

    /** A key and how long it counts. */
    private record Key(Hmac hmac, long validUntil) {}

    private final Hmac.Algorithm algorithm;
    private final Place place;
    private final List<Key> keys;

    HmacScheme(Hmac.Algorithm algorithm, Place place, List<SigningSecret> secrets) {
        this.algorithm = algorithm;
        this.place = place;
        this.keys = secrets.stream()
                .map(secret -> new Key(new Hmac(algorithm, secret.bytes()), secret.validUntil()))
                .toList();
    }

    @Override
    public Verdict verify(Webhook webhook) {
        var values = webhook.headers().all(place.header());
        if (values.size() != 1) {
            return values.isEmpty() ? Verdict.ABSENT : Verdict.AMBIGUOUS;
        }
        var signature = place.decode(values.get(0));
        if (signature.length != algorithm.length()) {
            return Verdict.MALFORMED;
        }
        var right = false;
        for (var key : keys) {
            right |= webhook.receivedAt() <= key.validUntil() && key.hmac().verify(webhook.body(), signature);
        }
        return right ? Verdict.ACCEPTED : Verdict.WRONG;
    }
}
