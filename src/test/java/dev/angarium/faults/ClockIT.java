package dev.angarium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.faults.FaultRun.Shaky;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.MovedClock;
import dev.angarium.harness.Needs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F13, F22: the clock of the broker and its PostgreSQL jumps, stands still, or is days ahead. */
class ClockIT {
    private static final long SEED = Long.getLong("faults.seed", 20_260_105L);
    private static final Duration TEN_YEARS = Duration.ofDays(3653);
    private static final List<Duration> JUMPS = List.of(
            Duration.ofHours(1),
            Duration.ofHours(-1),
            Duration.ZERO,
            Duration.ofMinutes(-10),
            TEN_YEARS,
            Duration.ZERO);

    /** One in twenty of one of the two subscribers' requests fails, and is tried once more. */
    private static final int SUBSCRIBERS = 2;

    private static final int TRIES_PERCENT = 106;

    private static final String IN_TEN_YEARS =
            """
            select count(*) from event_log
            where received_at > 1000 * extract(epoch from timestamp '2035-01-01') and bucket > date '2035-01-01'""";

    private static final String EVENTS = "select count(*) from event_log";

    /** The events themselves are gone by then. */
    private static final int REMEMBERED_DAYS = 8;

    /** Shorter than an event may wait for its delivery. */
    private static final int AWAY_DAYS = 2;

    private static final Shaky AWAY = new Shaky(event -> 503, Shaky.retries(8), 20);
    private static final Duration CLEANED_UP = MovedClock.READ_EVERY.multipliedBy(2);
    private static final int RESENT = 50;

    @TempDir
    Path directory;

    @Test
    void whatever_the_clock_says_numbers_rise_nothing_stalls_and_nothing_is_tried_more_often() {
        var clock = clock("jumps");
        try (var broker = start("jumps", clock);
                var run = new FaultRun(broker, SEED)) {
            run.goOn();
            for (var jump : JUMPS) {
                clock.move(jump);
                goOn(run);
            }
            clock.stop();
            goOn(run);
            run.finish();
            var history = run.heal(FaultRun.SETTLED_WITHIN);

            System.out.println(FaultRun.figures(history));
            assertThat(run.violations(history)).isEmpty();
            assertThat(run.load().refusals()).isEmpty();
            assertThat(history.received().size())
                    .isLessThan(SUBSCRIBERS * history.log().size() * TRIES_PERCENT / 100);
            assertThat(run.database().number(IN_TEN_YEARS)).isPositive();
        }
    }

    @Test
    void a_resend_eight_days_later_adds_nothing_and_is_told_the_first_number() {
        var clock = clock("later");
        try (var broker = start("later", clock);
                var run = new FaultRun(broker, SEED)) {
            run.goOn();
            run.finish();
            run.heal(FaultRun.SETTLED_WITHIN);

            days(clock, REMEMBERED_DAYS);
            var resent = run.resend(RESENT);

            assertThat(resent.count()).isEqualTo(RESENT);
            assertThat(resent.wrong()).isEmpty();
            assertThat(run.database().number(EVENTS)).isZero();
        }
    }

    @Test
    void what_a_subscriber_that_is_away_for_days_has_not_got_is_kept_and_delivered_in_order() {
        var clock = clock("away");
        try (var broker = start("away", clock);
                var run = new FaultRun(broker, SEED, AWAY)) {
            run.goOn();
            run.finish();
            days(clock, AWAY_DAYS);
            var kept = run.database().number(EVENTS);
            assertThat(run.deadLetters()).isEmpty();
            var history = run.heal(FaultRun.SETTLED_WITHIN);

            System.out.println(FaultRun.figures(history));
            assertThat(kept).isEqualTo(run.load().acknowledged());
            assertThat(history.parked()).isEmpty();
            assertThat(run.violations(history)).isEmpty();
            days(clock, 2 * AWAY_DAYS);
            assertThat(run.database().number(EVENTS)).isZero();
        }
    }

    /** Day by day, with a clean-up on each; the last is a minute short. */
    private static void days(MovedClock clock, int count) {
        for (var day = 1; day <= count; day++) {
            clock.move(Duration.ofDays(day).minusMinutes(1));
            BrokerProcess.pause(CLEANED_UP);
        }
    }

    private static void goOn(FaultRun run) {
        BrokerProcess.pause(MovedClock.READ_EVERY);
        run.goOn();
    }

    private MovedClock clock(String name) {
        Needs.met("libfaketime is installed", MovedClock.library().isPresent());
        return new MovedClock(FaultRun.directory(directory, "ClockIT-" + name).resolve("clock"));
    }

    private BrokerProcess start(String name, MovedClock clock) {
        var data = FaultRun.directory(directory, "ClockIT-" + name).resolve("data");
        var classes = clock.patch().compiled(directory.resolve(name));
        return BrokerProcess.start(data, classes, List.of("-Xmx384m"), Map.of("CLEANUP_INTERVAL", "1s"));
    }
}
