package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F1: the broker is killed at random moments under load, PostgreSQL with it, and started again each time. */
class KillIT {
    private static final int KILLS = Integer.getInteger("faults.kills", 8);
    private static final long SEED = Long.getLong("faults.seed", 20_260_101L);
    private static final Duration READY_WITHIN = Duration.ofSeconds(5);

    /** Each, however busy the machine is. */
    private static final Duration READY_AT_LAST = Duration.ofSeconds(15);

    /** Where a plain restart without load takes that long, it is the machine that is slow. */
    private static final int TIMES_A_PLAIN_RESTART = 2;

    @TempDir
    Path directory;

    @Test
    void every_acknowledged_event_is_there_once_and_delivered_in_order() {
        try (var broker = FaultRun.start(directory, "KillIT")) {
            var plain = plainRestart(broker);
            var restarts = killedUnderLoad(broker);
            var median = restarts.get(KILLS / 2);
            System.out.println("a plain restart " + plain + ", after a kill " + restarts);
            assertThat(restarts).allMatch(span -> span.compareTo(READY_AT_LAST) < 0);
            assertThat(median).isLessThan(longer(READY_WITHIN, plain.multipliedBy(TIMES_A_PLAIN_RESTART)));
        }
    }

    private static Duration plainRestart(BrokerProcess broker) {
        var from = System.nanoTime();
        broker.stop();
        broker.restart();
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** @return how long each took to be ready again, the shortest first */
    private static List<Duration> killedUnderLoad(BrokerProcess broker) {
        try (var run = new FaultRun(broker, SEED)) {
            var readyAfter = new ArrayList<Duration>();
            for (var kill = 0; kill < KILLS; kill++) {
                run.goOn();
                readyAfter.add(run.killAndRestart());
            }
            run.finish();
            var history = run.heal(FaultRun.SETTLED_WITHIN);

            System.out.println(FaultRun.figures(history));
            assertThat(history.log()).hasSizeGreaterThan(100);
            assertThat(run.violations(history)).isEmpty();
            readyAfter.sort(Duration::compareTo);
            return readyAfter;
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
