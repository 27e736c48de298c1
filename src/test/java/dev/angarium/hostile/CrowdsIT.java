package dev.angarium.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.bench.Figures;
import dev.angarium.bench.Heap;
import dev.angarium.bench.Load;
import dev.angarium.bench.Rig;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.ProcessTimes;
import dev.angarium.hostile.Crowd.Manner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * F17: thousands of connections that do nothing, or a byte a second, beside a live load. They cost little, they are cut,
 * and the load does not see them. Long form: {@code -Dfaults.connections=10000 -Dfaults.requestTimeout=60s
 * -Dfaults.idleSeconds=90}.
 */
class CrowdsIT {
    private static final int CONNECTIONS = Integer.getInteger("faults.connections", 1_000);

    /** REQUEST_TIMEOUT; up to 10 s it bounds how long the reading of a request may take, above it is 10 s. */
    private static final String REQUEST_TIMEOUT = System.getProperty("faults.requestTimeout", "5s");

    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("faults.seconds", 3));
    /** A span with fewer was no calm one, whatever their p99. */
    private static final int ANSWERS_MIN = 50;

    /** Over which a p99 is taken, one after the other. */
    private static final int SPANS = 3;

    private static final double HEAP_KIB_EACH = 16;

    /** Below this a p99 says more of the machine than of the node. */
    private static final double UNNOTICED_MILLIS = 100;

    /** Idle connections are cut after 75 s; looked at every half second. */
    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("faults.idleSeconds", 0));

    /** What a busy machine adds to a deadline; the opening of so many connections takes its time too. */
    private static final Duration TOLERANCE = Duration.ofMillis(2_500);

    private static Rig rig;
    private static Load load;
    private static double baseline;
    private static long descriptors;

    @BeforeAll
    static void begin() throws Exception {
        rig = new Rig(Map.of("REQUEST_TIMEOUT", REQUEST_TIMEOUT, "EVENT_PROCESSING_TIMEOUT", "5s"));
        rig.subscribe("all");
        load = rig.load(16, 50, 100);
        BrokerProcess.pause(WATCHED);
        baseline = p99();
        descriptors = ProcessTimes.descriptors(rig.broker.pid());
        System.out.println("p99 of the load alone: " + baseline + " ms, " + descriptors + " descriptors");
    }

    @AfterAll
    static void end() throws Exception {
        rig.end(load);
        assertThat(rig.delivered().disordered()).isZero();
        rig.close();
    }

    @AfterEach
    void nothing_is_left_of_them() {
        BrokerProcess.until(Duration.ofSeconds(10), CrowdsIT::areDescriptorsBack, "rid of their descriptors");
        assertThat(rig.broker.isReady()).isTrue();
        isServed();
    }

    @Test
    void idle_connections_cost_little_and_slow_nobody() throws Exception {
        var before = Heap.usedMiB(rig.broker.pid());
        try (var silent = crowd(Manner.SILENT, CONNECTIONS - CONNECTIONS / 2);
                var served = crowd(Manner.SERVED_ONCE, CONNECTIONS / 2)) {
            var p99 = p99();
            var held = ProcessTimes.descriptors(rig.broker.pid()) - descriptors;
            var kib = (Heap.usedMiB(rig.broker.pid()) - before) * 1024 / CONNECTIONS;
            System.out.printf("idle: p99 %.1f ms, %.1f KiB of heap each, %d descriptors more%n", p99, kib, held);
            assertThat(p99).isLessThan(bearable());
            assertThat(kib).isLessThan(HEAP_KIB_EACH);
            assertThat(silent.closed() + served.closed()).isZero();
            if (!IDLE.isZero()) {
                silent.awaitAllClosed(IDLE);
                served.awaitAllClosed(IDLE);
                System.out.printf("idle: cut after %s to %s%n", silent.shortest(), served.longest());
            }
        }
    }

    @Test
    void a_trickle_of_headers_is_cut_and_slows_nobody() throws Exception {
        trickle("headers", Manner.headers(rig.path()));
    }

    @Test
    void a_trickle_of_bodies_is_cut_and_slows_nobody() throws Exception {
        trickle("bodies", Manner.body(rig.path()));
    }

    /** Cut at the deadline, whatever came meanwhile; earlier none. */
    private static void trickle(String name, Manner manner) throws Exception {
        try (var crowd = crowd(manner, CONNECTIONS)) {
            var p99 = p99();
            crowd.awaitAllClosed(deadline().plus(TOLERANCE));
            var spans = List.of(crowd.shortest(), crowd.longest());
            System.out.printf("%s: p99 %.1f ms, cut after %s to %s%n", name, p99, spans.get(0), spans.get(1));
            assertThat(p99).isLessThan(bearable());
            assertThat(crowd.shortest()).isGreaterThan(deadline().minus(Duration.ofSeconds(1)));
            assertThat(crowd.longest()).isLessThan(deadline().plus(TOLERANCE));
        }
    }

    private static Duration deadline() {
        var total = Duration.parse("PT" + REQUEST_TIMEOUT);
        var longest = Duration.ofSeconds(10);
        return total.compareTo(longest) < 0 ? total : longest;
    }

    private static Crowd crowd(Manner manner, int size) {
        var crowd = new Crowd(rig.broker.port(), manner, size);
        crowd.open();
        return crowd;
    }

    private static double bearable() {
        return Math.max(2 * baseline, UNNOTICED_MILLIS);
    }

    private static void isServed() {
        assertThat(List.of(load.refused(), load.broken()))
                .as("answers that refused, connections that broke")
                .containsOnly(0L);
    }

    private static boolean areDescriptorsBack() {
        return ProcessTimes.descriptors(rig.broker.pid()) <= descriptors * 1.1;
    }

    /** The calmest of some spans: a machine that is busy for a moment is not what is asked for. */
    private static double p99() throws Exception {
        var calmest = Double.MAX_VALUE;
        for (var span = 0; span < SPANS; span++) {
            rig.onLoop(load::reset);
            BrokerProcess.pause(WATCHED.dividedBy(SPANS));
            var latency = rig.latency(load);
            isServed();
            if (latency.getTotalCount() >= ANSWERS_MIN) {
                calmest = Math.min(calmest, Figures.p99(latency));
            }
        }
        return calmest;
    }
}
