package dev.angarium.access.key;

import dev.angarium.access.Rights;
import java.util.Optional;

/**
 * A key as it is stored.
 *
 * @param expiresAt epoch milliseconds, exclusive
 */
public record KnownKey(
        String id, int tenantNo, String tenantId, Rights rights, Optional<Long> expiresAt, boolean revoked) {

    boolean validAt(long millis) {
        return !revoked && expiresAt.map(end -> millis < end).orElse(true);
    }
}
