package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerProcess;
import dev.angarium.history.History;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F21: somebody keeps a transaction open on the database, so that nothing can be cleaned up, while the load goes on. */
class LongReaderIT {
    private static final long SEED = Long.getLong("faults.seed", 20_260_108L);
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final Duration READING = Duration.ofSeconds(Integer.getInteger("faults.readingSeconds", 10));
    private static final double TIMES = 2;

    /** What a busy machine may add to the slowest in a hundred. */
    private static final double NOISE_MILLIS = 50;

    @TempDir
    Path directory;

    @Test
    void answers_come_as_quickly_as_before_and_nothing_is_lost() {
        try (var broker = FaultRun.start(directory, "LongReaderIT");
                var run = new FaultRun(broker, SEED)) {
            BrokerProcess.pause(WARM_UP);
            var before = System.nanoTime();
            BrokerProcess.pause(MEASURED);
            var reading = System.nanoTime();
            run.database().whileReading(() -> BrokerProcess.pause(READING.plus(MEASURED)));
            var ended = System.nanoTime();
            run.finish();
            var history = run.heal(FaultRun.SETTLED_WITHIN);

            var baseline = p99Millis(history, before, reading);
            var p99 = p99Millis(history, ended - MEASURED.toNanos(), ended);
            System.out.printf("%s; p99 %.1f ms before, %.1f ms at last%n", FaultRun.figures(history), baseline, p99);
            assertThat(run.violations(history)).isEmpty();
            assertThat(p99).isLessThan(Math.max(TIMES * baseline, baseline + NOISE_MILLIS));
        }
    }

    private static double p99Millis(History history, long from, long to) {
        var spans = history.sends().stream()
                .filter(send -> send.sentAt() >= from && send.answeredAt() <= to)
                .mapToLong(send -> send.answeredAt() - send.sentAt())
                .sorted()
                .toArray();
        return spans[spans.length * 99 / 100] / 1e6;
    }
}
