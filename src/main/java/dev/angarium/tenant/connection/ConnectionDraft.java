package dev.angarium.tenant.connection;

import java.util.Map;
import java.util.Optional;

/**
 * What an owner wants of a connection, checked.
 *
 * @param provider empty in an update: it never changes
 * @param auth empty in an update: it stays
 * @param api empty: it stays, or there is none
 */
record ConnectionDraft(
        String provider,
        String name,
        Optional<Auth> auth,
        Optional<Map<String, String>> api,
        boolean autoProvision,
        Optional<Integer> maxBody) {

    /**
     * How the provider signs.
     *
     * @param options never secret
     */
    record Auth(String scheme, Map<String, String> options, Optional<String> secret, Optional<String> verifyToken) {
        @Override
        public String toString() {
            return "Auth[" + scheme + "]";
        }
    }

    @Override
    public String toString() {
        return "ConnectionDraft[" + provider + "]";
    }
}
