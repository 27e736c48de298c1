package dev.angarium.harness;

import dev.angarium.Await;
import dev.angarium.time.Time;
import dev.angarium.time.VertxTime;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The longest piece of work any event loop has done at one go, in CPU time of its thread, so that neither a busy machine
 * nor a pause of the garbage collector counts. A beat each millisecond, on every loop, marks the ends of the pieces.
 */
public final class LoopCost {
    private static final Duration BEAT = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Collection<Loop> loops = new ConcurrentLinkedQueue<>();

    /** Watches all loops of a Vertx made with the usual options, until it is closed. */
    public static LoopCost of(Vertx vertx) {
        var cost = new LoopCost();
        var all = new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
        Await.of(vertx.deployVerticle(() -> new Beats(new VertxTime(vertx), cost.loops), all));
        return cost;
    }

    /** Each loop's longest piece so far is forgotten. */
    public void forget() {
        loops.forEach(loop -> loop.longest = 0);
    }

    /** Up to the next beat of each loop: a piece that has just ended has no mark behind it yet. */
    public Duration longest() {
        loops.forEach(loop -> {
            var beat = loop.beats.get();
            BrokerProcess.until(PATIENCE, () -> loop.beats.get() > beat, "on with its beat");
        });
        return Duration.ofNanos(
                loops.stream().mapToLong(loop -> loop.longest).max().orElseThrow());
    }

    private static final class Beats extends AbstractVerticle {
        private final Time time;
        private final Collection<Loop> loops;

        Beats(Time time, Collection<Loop> loops) {
            this.time = time;
            this.loops = loops;
        }

        @Override
        public void start(Promise<Void> started) {
            var loop = new Loop();
            loops.add(loop);
            time.every(BEAT, loop::beat);
            started.complete();
        }
    }

    private static final class Loop {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private long seen = threads.getCurrentThreadCpuTime();
        private final AtomicLong beats = new AtomicLong();
        private volatile long longest;

        void beat() {
            var now = threads.getCurrentThreadCpuTime();
            longest = Math.max(longest, now - seen);
            seen = now;
            beats.incrementAndGet();
        }
    }
}
