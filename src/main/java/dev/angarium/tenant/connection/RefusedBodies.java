package dev.angarium.tenant.connection;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Gathers bodies that were larger than their connection takes, which is shown at the connection. Told on any event loop;
 * the first is written at once, those that follow within a minute together, so that a provider that goes on costs no
 * writes.
 */
public final class RefusedBodies {
    private static final Log LOG = Log.of(RefusedBodies.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** Of so many at most it is remembered until they are written; the metric counts all. */
    private static final int CONNECTIONS_MAX = 10_000;

    private final Function<Map<Integer, Seen>, Future<Void>> write;
    private final Time time;
    private final Map<Integer, Seen> gathered = new ConcurrentHashMap<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicLong writtenAt;

    /**
     * What came of one connection.
     *
     * @param lastAt epoch milliseconds
     */
    public record Seen(long bodies, long lastAt) {
        Seen and(Seen other) {
            return new Seen(bodies + other.bodies, Math.max(lastAt, other.lastAt));
        }
    }

    /** @param write adds up what was seen, by connection number */
    public RefusedBodies(Function<Map<Integer, Seen>, Future<Void>> write, Time time) {
        this.write = write;
        this.time = time;
        this.writtenAt = new AtomicLong(time.nanos() - PERIOD.toNanos());
    }

    public void tooLarge(int connectionNo) {
        if (gathered.size() < CONNECTIONS_MAX || gathered.containsKey(connectionNo)) {
            gathered.merge(connectionNo, new Seen(1, time.millis()), Seen::and);
            schedule();
        }
    }

    /** Writes what was gathered; at a stop, the last of it. Where that fails it is kept for the next time. */
    public Future<Void> flush() {
        var batch = taken();
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        writtenAt.set(time.nanos());
        return write.apply(batch).recover(failure -> {
            LOG.warn("refused bodies could not be shown at their connections yet", Fields.of(), failure);
            batch.forEach((no, seen) -> gathered.merge(no, seen, Seen::and));
            schedule();
            return Future.succeededFuture();
        });
    }

    private void schedule() {
        if (due.compareAndSet(false, true)) {
            var wait = writtenAt.get() + PERIOD.toNanos() - time.nanos();
            time.after(Duration.ofNanos(Math.max(1, wait)), () -> {
                due.set(false);
                flush();
            });
        }
    }

    private Map<Integer, Seen> taken() {
        var taken = new HashMap<Integer, Seen>();
        for (var no : gathered.keySet()) {
            var seen = gathered.remove(no);
            if (seen != null) {
                taken.put(no, seen);
            }
        }
        return taken;
    }
}
