package dev.angarium.dispatch.replay;

import java.util.Optional;

/**
 * How to deliver again.
 *
 * @param dryRun begins nothing, only counts
 * @param url another address than the subscription's own
 */
public record ReplayTerms(boolean dryRun, Optional<String> url) {
    public static final ReplayTerms USUAL = new ReplayTerms(false, Optional.empty());
    public static final ReplayTerms DRY_RUN = new ReplayTerms(true, Optional.empty());
}
