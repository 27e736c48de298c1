package dev.angarium.dispatch;

import dev.angarium.tenant.Subscription;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Reads the subscriptions of all tenants as they are in PostgreSQL. */
public interface SubscriptionFeed {
    /** A mark before any that {@link #since} will give: what is written after it, or was under way, comes again. */
    Future<Long> mark();

    /** Those with {@code no > afterNo} that are not deleted, ascending. */
    Future<List<Change>> page(int afterNo, int limit);

    /** What was written since the mark. May repeat what was told before. */
    Future<Changes> since(long mark);

    /** One as it is now; empty where it was deleted. */
    Future<Optional<Subscription>> find(int no);

    /**
     * @param version differs from any other the row had
     * @param now empty where it was deleted
     */
    record Change(int no, long version, Optional<Subscription> now) {}

    /** @param mark to ask with the next time */
    record Changes(List<Change> changes, long mark) {}
}
