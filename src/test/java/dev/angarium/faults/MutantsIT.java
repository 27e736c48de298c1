package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.faults.FaultRun.Shaky;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.Patch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The proof of the proof: brokers that are wrong on purpose go through runs the real one passes, and each must be seen by
 * the rule it breaks.
 */
class MutantsIT {
    private static final long SEED = Long.getLong("faults.seed", 20_260_102L);
    private static final int ROUNDS_MAX = 6;

    /** Often: what is wrong with retries shows only where something is tried again. */
    private static final int SHAKY_FAILS_ONE_IN = 4;

    private static final Duration LOADED = Duration.ofSeconds(2);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(12);

    @TempDir
    Path directory;

    static Stream<Arguments> mutants() {
        return Stream.of(
                Arguments.of(Mutants.ACKNOWLEDGES_BEFORE_COMMIT, kills(), "L5"),
                Arguments.of(Mutants.NUMBERS_BY_A_SEQUENCE, outage(), "L2"),
                Arguments.of(Mutants.SKIPS_THE_EPOCH_CHECK, takeOver(), "L1"),
                Arguments.of(Mutants.RETRIES_WITHOUT_HEAD_OF_LINE, nothing(), "D2"),
                Arguments.of(Mutants.MOVES_THE_CURSOR_BEFORE_THE_POST, kills(), "D5"));
    }

    /** A fault may miss the moment, on a busy machine above all: then it comes again. */
    @ParameterizedTest
    @MethodSource("mutants")
    void a_broker_that_is_wrong_is_seen(Patch mutant, BiConsumer<FaultRun, BrokerProcess> faults, String rule) {
        var classes = mutant.compiled(directory);
        try (var broker = BrokerProcess.start(directory.resolve("data"), classes, List.of("-Xmx384m"), Map.of());
                var run = new FaultRun(broker, SEED, Shaky.failsOneIn(SHAKY_FAILS_ONE_IN, SEED))) {
            var violations = violations(broker, run, faults, SETTLED_WITHIN);
            for (var round = 1; round < ROUNDS_MAX && !names(violations, rule); round++) {
                run.resume();
                violations = violations(broker, run, faults, SETTLED_WITHIN);
            }
            assertThat(names(violations, rule)).as("%s in %s", rule, violations).isTrue();
        }
    }

    @Test
    void the_real_one_passes_the_same_runs() {
        try (var broker = BrokerProcess.start(directory.resolve("data"), List.of("-Xmx384m"), Map.of());
                var run = new FaultRun(broker, SEED, Shaky.failsOneIn(SHAKY_FAILS_ONE_IN, SEED))) {
            var all = kills().andThen(outage()).andThen(takeOver());
            assertThat(violations(broker, run, all, FaultRun.SETTLED_WITHIN)).isEmpty();
        }
    }

    private static boolean names(List<String> violations, String rule) {
        return violations.stream().anyMatch(line -> line.startsWith(rule + ":"));
    }

    private static List<String> violations(
            BrokerProcess broker, FaultRun run, BiConsumer<FaultRun, BrokerProcess> faults, Duration within) {
        BrokerProcess.pause(LOADED);
        faults.accept(run, broker);
        run.finish();
        var history = run.heal(within);
        var violations = run.violations(history);
        System.out.println(FaultRun.figures(history) + ", violations "
                + violations.stream().limit(3).toList());
        return violations;
    }

    private static BiConsumer<FaultRun, BrokerProcess> nothing() {
        return (run, broker) -> {};
    }

    private static BiConsumer<FaultRun, BrokerProcess> kills() {
        return (run, broker) -> {
            run.killAndRestart();
            BrokerProcess.pause(LOADED);
        };
    }

    private static BiConsumer<FaultRun, BrokerProcess> outage() {
        return (run, broker) -> {
            run.fault("postgres", run.database()::kill);
            BrokerProcess.pause(LOADED);
        };
    }

    /**
     * What another owner does, around midnight at that: takes all partitions, and writes an event under the next number
     * into tomorrow's part of the log, where no index holds it against today's.
     */
    private static BiConsumer<FaultRun, BrokerProcess> takeOver() {
        return (run, broker) -> {
            run.fault("take-over", () -> writeAsAnother(run));
            BrokerProcess.pause(LOADED);
        };
    }

    private static void writeAsAnother(FaultRun run) {
        var database = run.database();
        database.execute(TAKE_OVER);
        var seq = database.number(WRITTEN_BY_ANOTHER);
        var instance = database.number(
                "select external_id::bigint from instance where no = (select min(instance) from event_log)");
        run.sentByAnother("%015d".formatted(instance), "wamid.another", seq);
    }

    /** Two statements of one transaction: the second sees what was committed while the first waited for its locks. */
    private static final String TAKE_OVER =
            """
            update partition_owner set epoch = epoch + 1;
            with last as (
              select * from event_log where instance = (select min(instance) from event_log)
              order by seq desc limit 1
            )
            insert into event_log (instance, seq, bucket, tenant_no, received_at, occurred_at, type, chat,
              correlation_id, data, raw)
            select instance, seq + 1, bucket + 1, tenant_no, received_at, occurred_at, type, chat, correlation_id,
              convert_to(replace(convert_from(data, 'UTF8'), convert_from(data, 'UTF8')::json ->> 'messageId',
                'wamid.another'), 'UTF8'), raw
            from last""";

    private static final String WRITTEN_BY_ANOTHER =
            """
            select max(seq) from event_log
            where convert_from(data, 'UTF8')::json ->> 'messageId' = 'wamid.another'""";
}
