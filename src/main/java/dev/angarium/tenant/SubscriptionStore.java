package dev.angarium.tenant;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The subscriptions of all tenants, as the pipeline reads them. */
public interface SubscriptionStore {
    /** A mark before any that {@link #since} will give: what is written after it, or was under way, comes again. */
    Future<Long> mark();

    /** Those with {@code no > afterNo} that are not deleted, ascending. */
    Future<List<Change>> page(int afterNo, int limit);

    /** What was written since the mark, deleted ones too. May repeat what was told before. */
    Future<Changes> since(long mark);

    /** One as it is now; empty where it was deleted. */
    Future<Optional<Subscription>> find(int no);

    /** Switches an active one off and audits it; whether it was active until now. */
    Future<Boolean> disable(int no, String reason);

    /** Wipes previous secrets whose overlap is over; how many. To be called now and then. */
    Future<Integer> endOverlaps();

    /**
     * @param version differs from any other that a transaction left the row with
     * @param now empty where it was deleted
     */
    record Change(int no, long version, Optional<Subscription> now) {}

    /** @param mark to ask with the next time */
    record Changes(List<Change> changes, long mark) {}
}
