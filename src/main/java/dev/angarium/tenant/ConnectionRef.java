package dev.angarium.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's account at a provider, as ingress sees it. Immutable.
 *
 * @param provider one of the providers' names
 * @param scheme the signature scheme's name; never guessed from a request
 * @param options of the scheme: header, encoding, prefix, …; never secret
 * @param secrets the current first, then a previous one while a rotation runs
 * @param verifyToken of Meta's challenge
 * @param autoProvision whether an authentic event of an unknown account makes an instance
 * @param maxBody bytes; the connection's own limit
 */
public record ConnectionRef(
        int no,
        String id,
        int tenantNo,
        String tenantId,
        String provider,
        String scheme,
        Map<String, String> options,
        List<Secret> secrets,
        Optional<String> verifyToken,
        boolean autoProvision,
        int maxBody) {

    /**
     * A signing secret in the clear, with the end of its overlap where it has been rotated away.
     *
     * @param use the one way it is for, with scheme evolution (hmac, jwt, header, apikey); empty: any
     */
    public record Secret(String use, String value, Optional<Instant> validUntil) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
