package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.faults.History.Send;
import dev.angarium.harness.BrokerDatabase;
import dev.angarium.harness.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F3 and F4: PostgreSQL goes away under load, by SIGKILL or by a fast shutdown; the node lives on and starts it again. */
class PostgresLossIT {
    private static final int KILLS = Integer.getInteger("faults.postgresKills", 4);
    private static final int RESTARTS = Integer.getInteger("faults.postgresRestarts", 2);
    private static final long SEED = Long.getLong("faults.seed", 20_260_104L);

    /** Acknowledged or refused. The figures are 1 s and 2 s; a busy machine takes its time, a hang takes far longer. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);

    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(2);
    private static final int BUSY = 3;
    private static final String SESSIONS = "select count(*) from pg_stat_activity where usename like 'angarium\\_%'";

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    @Test
    void killed_it_costs_nothing_that_was_acknowledged() {
        under(KILLS, BrokerDatabase::kill);
    }

    @Test
    void shut_down_and_started_again_it_costs_nothing_and_leaks_no_session() {
        under(RESTARTS, BrokerDatabase::shutDown);
    }

    private void under(int times, Consumer<BrokerDatabase> loss) {
        try (var broker = BrokerProcess.start(directory.resolve("data"), List.of("-Xmx384m"), Map.of());
                var run = new FaultRun(broker, SEED)) {
            var database = new BrokerDatabase(broker.dataDir());
            BrokerProcess.pause(Duration.ofSeconds(2));
            var sessions = database.number(SESSIONS);
            var takenAfter = new ArrayList<Duration>();
            for (var time = 0; time < times; time++) {
                run.fault("postgres", () -> takenAfter.add(lose(run, database, loss)));
                BrokerProcess.pause(Duration.ofMillis(500 + random.nextInt(1500)));
            }
            assertThat(database.number(SESSIONS)).isLessThanOrEqualTo(sessions + 1);
            run.finish();
            var history = run.heal(FaultRun.SETTLED_WITHIN);

            System.out.printf(
                    "%s; answers took at most %s, the first was taken again after %s%n",
                    FaultRun.figures(history), slowestAnswer(history.sends()), takenAfter);
            assertThat(run.violations(history)).isEmpty();
            assertThat(slowestAnswer(history.sends())).isLessThan(ANSWERED_WITHIN.multipliedBy(BUSY));
            assertThat(takenAfter).allMatch(span -> span.compareTo(TAKEN_WITHIN.multipliedBy(BUSY)) < 0);
        }
    }

    /** @return how long after PostgreSQL lets somebody in a message is acknowledged again */
    private static Duration lose(FaultRun run, BrokerDatabase database, Consumer<BrokerDatabase> loss) {
        loss.accept(database);
        BrokerProcess.until(Duration.ofSeconds(30), database::accepts, "accepted by PostgreSQL");
        var before = run.load().acknowledged();
        var from = System.nanoTime();
        BrokerProcess.until(Duration.ofSeconds(30), () -> run.load().acknowledged() > before, "acknowledged");
        return Duration.ofNanos(System.nanoTime() - from);
    }

    private static Duration slowestAnswer(List<Send> sends) {
        return Duration.ofNanos(sends.stream()
                .mapToLong(send -> send.answeredAt() - send.sentAt())
                .max()
                .orElse(0));
    }
}
