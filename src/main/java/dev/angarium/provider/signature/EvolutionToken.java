package dev.angarium.provider.signature;

import dev.angarium.crypto.Bytes;
import dev.angarium.crypto.Hmac;
import dev.angarium.provider.Webhook;
import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonLimits;
import dev.angarium.provider.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Evolution's JSON Web Token: HS256 and nothing else (so no {@code none}, no choice left to the sender), with iat, exp,
 * app=evolution, action=webhook. Its claims are read after its signature is found right. It proves the sender, not the
 * body: a token that leaks serves until it expires.
 */
final class EvolutionToken implements EvolutionScheme.Check {
    /** How far two clocks may be apart. */
    static final long TOLERANCE_SECONDS = 60;

    private static final String BEARER = "Bearer ";
    private static final int LONGEST = 4096;
    private static final JsonLimits LIMITS = new JsonLimits(4, 128, 64, 1024, 32);

    private final JsonReader json = new JsonReader(LIMITS);
    private final List<SigningSecret> secrets;

    EvolutionToken(List<SigningSecret> secrets) {
        this.secrets = secrets;
    }

    @Override
    public Verdict verify(Webhook webhook) {
        var values = webhook.headers().all("Authorization");
        if (values.size() != 1) {
            return values.isEmpty() ? Verdict.ABSENT : Verdict.AMBIGUOUS;
        }
        var value = values.get(0);
        if (!value.regionMatches(true, 0, BEARER, 0, BEARER.length()) || value.length() > LONGEST) {
            return Verdict.MALFORMED;
        }
        return verify(value.substring(BEARER.length()), webhook.receivedAt());
    }

    private Verdict verify(String token, long now) {
        var first = token.indexOf('.');
        var second = token.indexOf('.', first + 1);
        if (first <= 0 || second <= first + 1 || token.indexOf('.', second + 1) >= 0) {
            return Verdict.MALFORMED;
        }
        var header = json.tree(Bytes.fromBase64Url(token.substring(0, first)));
        if (!header.get("alg").text().equals("HS256") || !header.get("crit").absent()) {
            return Verdict.MALFORMED;
        }
        var signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
        if (!isSigned(signed, Bytes.fromBase64Url(token.substring(second + 1)), now)) {
            return Verdict.WRONG;
        }
        return claims(json.tree(Bytes.fromBase64Url(token.substring(first + 1, second))), now / 1000);
    }

    private boolean isSigned(byte[] signed, byte[] signature, long now) {
        var right = false;
        for (var secret : secrets) {
            right |= now <= secret.validUntil()
                    & new Hmac(Hmac.Algorithm.SHA256, secret.bytes()).verify(signed, signature);
        }
        return right;
    }

    private static Verdict claims(Json claims, long now) {
        var issued = claims.get("iat").number(Long.MAX_VALUE);
        var expires = claims.get("exp").number(Long.MIN_VALUE);
        var notBefore = claims.get("nbf").absent() ? issued : claims.get("nbf").number(Long.MAX_VALUE);
        var purpose = claims.get("app").text().equals("evolution")
                && claims.get("action").text().equals("webhook");
        if (!purpose || issued == Long.MAX_VALUE || expires == Long.MIN_VALUE) {
            return Verdict.WRONG;
        }
        var early = Math.max(issued, notBefore) - TOLERANCE_SECONDS > now;
        return early || expires < now - TOLERANCE_SECONDS ? Verdict.EXPIRED : Verdict.ACCEPTED;
    }
}
