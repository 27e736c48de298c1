package dev.angarium.sequencer;

import dev.angarium.event.OwnedPartition;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.time.Time;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The database went away. While it is, one attempt is made every 50 ms. Partitions that had a write whose outcome is
 * unknown get a new epoch first: a straggler of that write is then either seen by the next read or refused.
 */
final class Outage {
    private static final Log LOG = Log.of(Outage.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    /** How long a draft may wait for the database, so that its caller has an answer within a second. */
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final Context context;
    private final SequencerVerticle.Parts parts;
    private final Time time;
    private final Instances instances;
    private final Runnable retry;
    private final Set<OwnedPartition> unsure = new LinkedHashSet<>();
    private boolean away;
    private boolean retrying;
    private boolean attempt;
    private long since;

    Outage(Context context, SequencerVerticle.Parts parts, Time time, Instances instances, Runnable retry) {
        this.context = context;
        this.parts = parts;
        this.time = time;
        this.instances = instances;
        this.retry = retry;
    }

    /** A read or write failed, and was rolled back for sure. */
    void begin() {
        if (!away) {
            away = true;
            since = time.nanos();
            parts.metrics().databaseAway(true);
            LOG.warn("The database is away; drafts wait, and are refused after a moment");
        }
        retrySoon();
    }

    /** A write was lost: nobody knows what became of it. */
    void begin(OwnedPartition partition) {
        unsure.add(partition);
        begin();
    }

    /** Something came back from the database. */
    void end() {
        if (away && unsure.isEmpty()) {
            away = false;
            parts.metrics().databaseAway(false);
            LOG.info("The database is back", Fields.of().latencyNanos(time.nanos() - since));
        }
    }

    boolean isOn() {
        return away;
    }

    /** Whether a read or write may start: always, but in an outage only as the attempt that is due. */
    boolean allowsStart() {
        return !away || attempt;
    }

    /** One did; in an outage the next has to wait for what comes of it. */
    void started() {
        attempt = false;
    }

    /** Whether this draft has waited long enough for the database. */
    boolean outwaited(Pending pending, long now) {
        return away && now - Math.max(since, pending.since) > PATIENCE.toNanos();
    }

    private void retrySoon() {
        if (!retrying) {
            retrying = true;
            time.after(RETRY_PAUSE, this::retry);
        }
    }

    private void retry() {
        retrying = false;
        if (unsure.isEmpty()) {
            start();
            return;
        }
        var asked = List.copyOf(unsure);
        retrying = true;
        parts.ownership().renew(asked).onComplete(done -> context.runOnContext(go -> renewed(asked, done)));
    }

    private void renewed(Collection<OwnedPartition> asked, AsyncResult<Void> done) {
        retrying = false;
        if (done.failed()) {
            retrySoon();
            return;
        }
        asked.forEach(partition -> parts.ownership()
                .epochOf(partition.partition())
                .ifPresent(epoch -> instances.taken(partition.partition(), epoch)));
        unsure.removeAll(asked);
        if (unsure.isEmpty()) {
            end();
            start();
        } else {
            retrySoon();
        }
    }

    private void start() {
        attempt = true;
        retry.run();
    }
}
