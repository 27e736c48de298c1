package dev.angarium.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.Await;
import dev.angarium.observe.metrics.Exposition;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.time.ManualTime;
import dev.angarium.time.Time;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
    private static final int LOOPS = 3;

    private final MetricTable table = new MetricTable("angarium", 10);
    private final ManualTime time = new ManualTime();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void a_loop_that_beats_is_free_and_one_second_of_silence_is_not() {
        var watch = new LoopWatch(time, new NodeMetrics(table));
        watch.watch();

        time.forward(Duration.ofSeconds(5));
        assertThat(watch.free()).isTrue();
        assertThat(new Exposition(table).value("event_loop_delay_seconds")).isZero();
    }

    @Test
    void a_silent_loop_shows_how_late_it_is_and_is_counted_once_it_speaks_again() {
        var held = new Held();
        var watch = new LoopWatch(held, new NodeMetrics(table));
        watch.watch();

        held.time.forward(Duration.ofMillis(1_600));
        assertThat(watch.free()).isFalse();
        assertThat(new Exposition(table).value("event_loop_delay_seconds")).isEqualTo(1.5);

        held.beat();
        assertThat(watch.free()).isTrue();
        assertThat(new Exposition(table).value("event_loop_blocked_total")).isEqualTo(1);
    }

    @Test
    void with_one_beat_for_each_loop_every_loop_is_watched() {
        Set<Thread> watched = ConcurrentHashMap.newKeySet();
        var noting = new Noting(watched);
        var watch = new LoopWatch(noting, new NodeMetrics(table));

        var id = Await.of(vertx.deployVerticle(() -> new LoopBeat(watch), new DeploymentOptions().setInstances(LOOPS)));

        assertThat(watched).hasSize(LOOPS);
        assertThat(noting.time.pending()).isEqualTo(LOOPS);
        Await.of(vertx.undeploy(id));
        assertThat(noting.time.pending()).isZero();
        assertThat(watch.free()).isTrue();
    }

    /** A clock whose beats come when the test says so, as if the loop had been busy until then. */
    private static final class Held implements Time {
        private final ManualTime time = new ManualTime();
        private Runnable beat = () -> {};

        void beat() {
            beat.run();
        }

        @Override
        public long millis() {
            return time.millis();
        }

        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public Timer after(Duration delay, Runnable action) {
            return time.after(delay, action);
        }

        @Override
        public Timer every(Duration period, Runnable action) {
            beat = action;
            return () -> {};
        }
    }

    /** A clock that notes the threads that ask it for beats. */
    private static final class Noting implements Time {
        private final ManualTime time = new ManualTime();
        private final Set<Thread> threads;

        Noting(Set<Thread> threads) {
            this.threads = threads;
        }

        @Override
        public long millis() {
            return time.millis();
        }

        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public Timer after(Duration delay, Runnable action) {
            return time.after(delay, action);
        }

        @Override
        public Timer every(Duration period, Runnable action) {
            threads.add(Thread.currentThread());
            return time.every(period, action);
        }
    }
}
