package dev.angarium.provider.signature;

import dev.angarium.crypto.Bytes;
import dev.angarium.provider.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The secret itself in a header: {@code X-API-Key}, {@code Authorization: Bearer}, or the older {@code X-Authorization}.
 * The first that is present decides alone, so that a wrong token is never saved by another header.
 */
public final class TokenScheme implements Scheme {
    private static final String BEARER = "Bearer ";

    private final List<String> headers;
    private final List<SigningSecret> secrets;

    TokenScheme(List<String> headers, List<SigningSecret> secrets) {
        this.headers = headers;
        this.secrets = secrets;
    }

    @Override
    public Verdict verify(Webhook webhook) {
        for (var header : headers) {
            var values = webhook.headers().all(header);
            if (!values.isEmpty()) {
                return values.size() > 1 ? Verdict.AMBIGUOUS : check(header, values.get(0), webhook.receivedAt());
            }
        }
        return Verdict.ABSENT;
    }

    private Verdict check(String header, String value, long now) {
        if (!header.equalsIgnoreCase("Authorization")) {
            return matches(secrets, value, now);
        }
        var bearer = value.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? matches(secrets, value.substring(BEARER.length()), now) : Verdict.MALFORMED;
    }

    /** All secrets are compared, whichever matches. */
    static Verdict matches(List<SigningSecret> secrets, String token, long now) {
        var given = token.getBytes(StandardCharsets.UTF_8);
        var right = false;
        for (var secret : secrets) {
            right |= now <= secret.validUntil() & Bytes.sameSecret(secret.bytes(), given);
        }
        return right ? Verdict.ACCEPTED : Verdict.WRONG;
    }
}
