package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.Needs;
import dev.angarium.harness.SmallDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F5: the disk under the data directory fills up under load, and is made larger a while later. */
class FullDiskIT {
    private static final long SEED = Long.getLong("faults.seed", 20_260_106L);
    private static final int SIZE_MIB = 400;
    private static final int LEFT_MIB = 4;

    /** Refused for so long: PostgreSQL has given up and been started again a few times by then. */
    private static final Duration FULL = Duration.ofSeconds(Integer.getInteger("faults.fullSeconds", 8));

    /** The figure is 5 s; a busy machine takes its time to start PostgreSQL. */
    private static final Duration RESUMES_WITHIN = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void while_it_is_full_messages_are_refused_and_then_it_goes_on_by_itself_with_all_it_acknowledged() {
        Needs.met("runs as root", SmallDisk.allowed());
        var data = FaultRun.directory(directory, "FullDiskIT").resolve("data");
        try (var disk = new SmallDisk(data, SIZE_MIB);
                var broker = BrokerProcess.start(data, List.of("-Xmx384m"), Map.of());
                var run = new FaultRun(broker, SEED)) {
            run.goOn();
            run.fault("full disk", () -> fillUp(disk, run));
            var resumed = run.takenAgain(FaultRun.SETTLED_WITHIN);
            run.finish();
            var history = run.heal(FaultRun.SETTLED_WITHIN);

            System.out.println(FaultRun.figures(history) + "; refused "
                    + run.load().refusals().size() + ", resumed after " + resumed);
            assertThat(run.violations(history)).isEmpty();
            assertThat(run.load().refusalsWithoutRetryAfter()).isZero();
            assertThat(run.load().refusals()).isNotEmpty();
            assertThat(resumed).isLessThan(RESUMES_WITHIN);
        }
    }

    private static void fillUp(SmallDisk disk, FaultRun run) {
        disk.fill(LEFT_MIB);
        BrokerProcess.until(
                FaultRun.SETTLED_WITHIN, () -> !run.load().refusals().isEmpty(), "refused");
        BrokerProcess.pause(FULL);
        disk.resize(2 * SIZE_MIB);
    }
}
