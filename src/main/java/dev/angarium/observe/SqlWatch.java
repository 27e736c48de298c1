package dev.angarium.observe;

import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.time.Time;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears from Vert.x' database driver how long each statement takes, and how many connections are lent or waited for:
 * whoever runs a statement, it is counted. All else that Vert.x could measure stays off.
 */
public final class SqlWatch implements VertxMetrics {
    private static final String SQL = "sql";

    private final NodeMetrics metrics;
    private final Function<Vertx, Time> clock;
    private final Pools pools = new Pools();
    private @Nullable ClientMetrics<Long, Object, Object> statements;

    /** @param clock made once Vert.x is there, which this has to be there before */
    public SqlWatch(NodeMetrics metrics, Function<Vertx, Time> clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** To build Vert.x with. */
    public VertxMetricsFactory factory() {
        return options -> this;
    }

    /** Shows the pools, from now on. @param open how many connections there are, lent or idle */
    public void show(IntSupplier open) {
        metrics.pool(() -> {
            var lent = pools.lent.get();
            return Map.of("active", lent, "idle", Math.max(0, open.getAsInt() - lent), "waiting", pools.waiting.get());
        });
    }

    @Override
    public void vertxCreated(Vertx vertx) {
        statements = new Statements(metrics, clock.apply(vertx));
    }

    @Override
    public @Nullable ClientMetrics<?, ?, ?> createClientMetrics(SocketAddress server, String type, String namespace) {
        return type.equals(SQL) ? statements : null;
    }

    @Override
    public @Nullable PoolMetrics<?, ?> createPoolMetrics(String type, String name, int maxSize) {
        return type.equals(SQL) ? pools : null;
    }

    /** Counts over all pools of the driver. Called from their event loops. */
    private static final class Pools implements PoolMetrics<Boolean, Boolean> {
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger lent = new AtomicInteger();

        @Override
        public Boolean enqueue() {
            waiting.incrementAndGet();
            return true;
        }

        @Override
        public void dequeue(Boolean entry) {
            waiting.decrementAndGet();
        }

        @Override
        public Boolean begin() {
            lent.incrementAndGet();
            return true;
        }

        @Override
        public void end(@Nullable Boolean entry) {
            if (entry != null) {
                lent.decrementAndGet();
            }
        }
    }

    private static final class Statements implements ClientMetrics<Long, Object, Object> {
        private final NodeMetrics metrics;
        private final Time time;

        Statements(NodeMetrics metrics, Time time) {
            this.metrics = metrics;
            this.time = time;
        }

        @Override
        public Long requestBegin(String uri, Object request) {
            return time.nanos();
        }

        /** With a result. */
        @Override
        public void responseEnd(Long began) {
            metrics.queried(time.nanos() - began);
        }

        /** With a failure. */
        @Override
        public void requestReset(Long began) {
            metrics.queried(time.nanos() - began);
        }
    }
}
