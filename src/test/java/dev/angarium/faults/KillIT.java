package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F1: the broker is killed at random moments under load, PostgreSQL with it, and started again each time. */
class KillIT {
    private static final int KILLS = Integer.getInteger("faults.kills", 8);
    private static final long SEED = Long.getLong("faults.seed", 20_260_101L);
    private static final Duration READY_WITHIN = Duration.ofSeconds(5);

    /** Where the machine has others to serve as well. */
    private static final Duration READY_AT_LAST = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    @Test
    void every_acknowledged_event_is_there_once_and_delivered_in_order() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        var readyAfter = new ArrayList<Duration>();
        try (var broker = BrokerProcess.start(directory.resolve("data"), List.of("-Xmx384m"), Map.of());
                var run = new FaultRun(broker, random)) {
            for (var kill = 0; kill < KILLS; kill++) {
                BrokerProcess.pause(Duration.ofMillis(500 + random.nextInt(1500)));
                readyAfter.add(run.killAndRestart());
            }
            run.finish();
            var history = run.heal(FaultRun.SETTLED_WITHIN);

            assertThat(history.log()).hasSizeGreaterThan(100);
            assertThat(FaultRun.violations(history)).isEmpty();
            readyAfter.sort(Duration::compareTo);
            System.out.println(FaultRun.figures(history) + ", restarts " + readyAfter);
            assertThat(readyAfter).allMatch(span -> span.compareTo(READY_AT_LAST) < 0);
            assertThat(readyAfter.get(KILLS / 2)).isLessThan(READY_WITHIN);
        }
    }
}
