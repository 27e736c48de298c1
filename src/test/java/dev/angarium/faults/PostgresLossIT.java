package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerDatabase;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.history.History.Send;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F3 and F4: PostgreSQL goes away under load, by SIGKILL or by a fast shutdown; the node lives on and starts it again. */
class PostgresLossIT {
    private static final int KILLS = Integer.getInteger("faults.postgresKills", 4);
    private static final int RESTARTS = Integer.getInteger("faults.postgresRestarts", 2);
    private static final long SEED = Long.getLong("faults.seed", 20_260_104L);

    /** Longer than the node hopes for PostgreSQL to come back before it refuses. */
    private static final Duration DOWN = Duration.ofSeconds(3);

    /** Acknowledged or refused. The figures are 1 s and 2 s; a busy machine takes its time, a hang takes far longer. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);

    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(2);
    private static final int BUSY = 3;

    /** A pool may have opened one more meanwhile; a leak costs one each time. */
    private static final int GROWN = 1;

    private static final String SESSIONS = "select count(*) from pg_stat_activity where usename like 'angarium\\_%'";

    @TempDir
    Path directory;

    @Test
    void killed_it_costs_nothing_that_was_acknowledged() {
        under("killed", KILLS, BrokerDatabase::kill);
    }

    @Test
    void shut_down_and_started_again_it_costs_nothing_and_leaks_no_session() {
        under("restarted", RESTARTS, BrokerDatabase::shutDown);
    }

    @Test
    void while_it_stays_away_each_message_is_refused_within_a_second_and_told_when_to_come_again() {
        try (var broker = start("away");
                var run = new FaultRun(broker, SEED)) {
            run.goOn();
            var takenAfter = new ArrayList<Duration>();
            run.fault("postgres", () -> takenAfter.add(lose(run, database -> database.keepDown(DOWN))));
            finish(run, takenAfter);

            var refusals = run.load().refusals();
            System.out.println(refusals.size() + " refused, the last of them after "
                    + refusals.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO));
            assertThat(refusals).isNotEmpty();
            assertThat(run.load().refusalsWithoutRetryAfter()).isZero();
        }
    }

    private void under(String name, int times, Consumer<BrokerDatabase> loss) {
        try (var broker = start(name);
                var run = new FaultRun(broker, SEED)) {
            BrokerProcess.pause(Duration.ofSeconds(2));
            var sessions = run.database().number(SESSIONS);
            var takenAfter = new ArrayList<Duration>();
            for (var time = 0; time < times; time++) {
                run.fault("postgres", () -> takenAfter.add(lose(run, loss)));
                run.goOn();
            }
            finish(run, takenAfter);
            assertThat(run.database().number(SESSIONS)).isLessThanOrEqualTo(sessions + GROWN);
        }
    }

    private BrokerProcess start(String name) {
        return FaultRun.start(directory, "PostgresLossIT-" + name);
    }

    private static void finish(FaultRun run, List<Duration> takenAfter) {
        run.finish();
        var history = run.heal(FaultRun.SETTLED_WITHIN);

        System.out.printf(
                "%s; answers took at most %s, the first was taken again after %s%n",
                FaultRun.figures(history), slowestAnswer(history.sends()), takenAfter);
        assertThat(run.violations(history)).isEmpty();
        assertThat(slowestAnswer(history.sends())).isLessThan(ANSWERED_WITHIN.multipliedBy(BUSY));
        assertThat(takenAfter).allMatch(span -> span.compareTo(TAKEN_WITHIN.multipliedBy(BUSY)) < 0);
    }

    /** @return how long after PostgreSQL lets somebody in a message is acknowledged again */
    private static Duration lose(FaultRun run, Consumer<BrokerDatabase> loss) {
        loss.accept(run.database());
        BrokerProcess.until(Duration.ofSeconds(30), run.database()::accepts, "accepted by PostgreSQL");
        return run.takenAgain(Duration.ofSeconds(30));
    }

    private static Duration slowestAnswer(List<Send> sends) {
        return Duration.ofNanos(sends.stream()
                .mapToLong(send -> send.answeredAt() - send.sentAt())
                .max()
                .orElse(0));
    }
}
