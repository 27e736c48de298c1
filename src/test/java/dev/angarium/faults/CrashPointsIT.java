package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.Patch;
import dev.angarium.harness.Patch.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F2: the node dies at the points where a promise is weakest, under load, once at each and again. */
class CrashPointsIT {
    private static final int ROUNDS = Integer.getInteger("faults.crashes", 1);
    private static final long SEED = Long.getLong("faults.seed", 20_260_103L);
    private static final int HALTED = 137;

    /** What stands at the named points: the end, as by SIGKILL, once a file of the point's name is there. */
    private static final String DIE =
            "if (java.nio.file.Files.exists(java.nio.file.Path.of(\"%s\"))) { Runtime.getRuntime().halt(137); }%n";

    private static final List<String> POINTS = List.of(
            "before-commit", "mid-commit", "after-commit-before-2xx", "after-post-before-cursor", "mid-cursor-write");

    @TempDir
    Path directory;

    @Test
    void at_every_point_nothing_is_lost_and_a_resend_gets_the_first_number() throws IOException {
        var home = FaultRun.directory(directory, "CrashPointsIT");
        var classes = points().compiled(directory);
        try (var broker = BrokerProcess.start(home.resolve("data"), classes, List.of("-Xmx384m"), Map.of());
                var run = new FaultRun(broker, SEED)) {
            for (var round = 0; round < ROUNDS; round++) {
                for (var point : POINTS) {
                    run.goOn();
                    run.fault(point, () -> dieAt(broker, point));
                }
            }
            run.finish();
            var history = run.heal(FaultRun.SETTLED_WITHIN);

            assertThat(run.violations(history)).isEmpty();
            var resent = run.resend(history);
            assertThat(resent.wrong()).isEmpty();
            assertThat(run.database().number("select count(*) from event_log"))
                    .isEqualTo(history.log().size());
            System.out.println(FaultRun.figures(history) + ", " + resent.count() + " sent again");
        }
    }

    private static void dieAt(BrokerProcess broker, String point) {
        var trigger = broker.dataDir().resolve(point);
        try {
            Files.createFile(trigger);
            assertThat(broker.ended()).as(point).isEqualTo(HALTED);
            Files.delete(trigger);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        broker.restart();
    }

    /** The broker's working directory is its data directory: there it looks for the files. */
    private static Patch points() {
        return Patch.of(
                "crash-points",
                before("sequencer/Writes.java", "        parts.log().write(", "before-commit"),
                before(
                        "sequencer/Writes.java",
                        "        var events = new ArrayList<Event>(",
                        "after-commit-before-2xx"),
                before(
                        "lane/engine/Steps.java",
                        "        ledger.settle(running.events());",
                        "after-post-before-cursor"),
                whileSent(
                        "eventlog/PgEventLog.java",
                        "connection\n                    .preparedQuery(sql)\n                    .execute(parameters)",
                        "mid-commit"),
                whileSent(
                        "lane/progress/PgLaneProgress.java",
                        "connection.preparedQuery(FLUSH).execute(Tuple.wrap(arrays.columns()))",
                        "mid-cursor-write"));
    }

    /** Beside the statement: it is on its way by then, and its answer is not yet here. */
    private static Edit whileSent(String file, String statement, String point) {
        var dying = "new Thread(() -> { %s }).start(); return sent;".formatted(DIE.formatted(point));
        return new Edit(file, statement, "java.util.Optional.of(" + statement + ").map(sent -> {" + dying + "}).get()");
    }

    private static Edit before(String file, String text, String point) {
        return new Edit(file, text, DIE.formatted(point) + text);
    }
}
