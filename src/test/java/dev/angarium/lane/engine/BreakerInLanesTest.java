package dev.angarium.lane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.lane.LaneRules;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.Ordering;
import dev.angarium.settings.BreakerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a breaker holds, what a probe costs, and how many there are. */
class BreakerInLanesTest {
    private static final LaneRules PATIENT = new LaneRules(
            Ordering.INSTANCE, 1, 1, 6, List.of(Duration.ZERO, Duration.ofSeconds(1)), Duration.ofDays(3), 0);

    private final World world = new World();
    private final Receiver receiver = world.receiver(1);

    BreakerInLanesTest() {
        receiver.rules = PATIENT;
    }

    @Test
    void while_open_no_attempts_are_used_up_and_nothing_is_parked() {
        receiver.answers(500);
        world.lanes();
        world.append(1, 10);
        world.forward(Duration.ofHours(24));
        assertThat(world.store.letters).isEmpty();
        assertThat(receiver.seen).last().extracting(Receiver.Seen::attempt).isEqualTo(6);
        assertThat(world.status(1, 1).attempts()).isEqualTo(5);
        receiver.answers(200);
        world.forwardSeconds(61);
        assertThat(receiver.delivered(1)).hasSize(10).isSorted();
        assertThat(world.status(1, 1).breaker()).isEqualTo(LaneStatus.Breaker.CLOSED);
        assertThat(world.told)
                .startsWith("breaker CLOSED OPEN", "breaker OPEN HALF_OPEN")
                .endsWith("breaker HALF_OPEN CLOSED");
    }

    @Test
    void it_opens_after_so_many_failures_in_a_row_and_probes_after_the_cooldown() {
        receiver.answers(500);
        world.lanes();
        world.append(1);
        world.forwardSeconds(6);
        assertThat(receiver.seen).hasSize(5);
        world.forwardSeconds(28);
        assertThat(receiver.seen).hasSizeBetween(5, 6);
        world.forwardSeconds(120);
        assertThat(receiver.seen).hasSizeBetween(8, 10);
    }

    @Test
    void a_probe_answered_about_this_event_uses_an_attempt_up() {
        receiver.answers(422);
        world.lanes();
        world.append(1, 2);
        world.forwardSeconds(6);
        assertThat(world.status(1, 1).breaker()).isEqualTo(LaneStatus.Breaker.OPEN);
        receiver.status = step -> step.events().get(0).seq() == 1 ? 422 : 200;
        world.forwardSeconds(70);
        assertThat(world.store.parked(1, 1)).containsExactly(1L);
        assertThat(world.store.letters.get(0).attempts()).isEqualTo(6);
        assertThat(receiver.delivered(1)).containsExactly(2L);
    }

    @Test
    void a_probe_uses_an_attempt_up_once_another_event_of_the_consumer_succeeded() {
        receiver.status = step -> step.lane().instanceNo() == 1 ? 500 : 200;
        world.lanes();
        world.append(1);
        world.forwardSeconds(40);
        assertThat(world.store.letters).isEmpty();
        world.append(2);
        world.forwardSeconds(40);
        assertThat(world.store.parked(1, 1)).containsExactly(1L);
    }

    @Test
    void an_endpoint_is_probed_once_per_interval_however_many_instances() {
        receiver.answers(500);
        world.lanes();
        for (var instance = 1; instance <= 50; instance++) {
            world.append(instance, 3);
        }
        world.forwardSeconds(10);
        var attempts = receiver.seen.size();
        assertThat(attempts).isEqualTo(250);
        world.forwardSeconds(3_000);
        assertThat(receiver.seen.size() - attempts).isBetween(95, 102);
        var probes = receiver.seen.subList(attempts, receiver.seen.size());
        for (var at = 1; at < probes.size(); at++) {
            assertThat(probes.get(at).at() - probes.get(at - 1).at())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(30).toNanos());
        }
    }

    @Test
    void when_the_endpoint_is_back_all_its_lanes_are_back_within_two_cooldowns() {
        receiver.answers(500);
        world.lanes();
        for (var instance = 1; instance <= 50; instance++) {
            world.append(instance, 3);
        }
        world.forwardSeconds(1_000);
        receiver.answers(200);
        world.forwardSeconds(61);
        for (var instance = 1; instance <= 50; instance++) {
            assertThat(receiver.delivered(instance)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void a_probe_comes_no_sooner_than_the_other_side_asked_for() {
        receiver.answers(503);
        receiver.retryAfter = Optional.of(Duration.ofMinutes(10));
        world.lanes();
        world.append(1);
        world.forward(Duration.ofMinutes(41));
        assertThat(receiver.seen).hasSize(5);
        world.forward(Duration.ofMinutes(8));
        assertThat(receiver.seen).hasSize(5);
        world.forward(Duration.ofMinutes(2));
        assertThat(receiver.seen).hasSize(6);
    }

    @Test
    void switched_off_it_never_holds_a_lane() {
        world.breaker = new BreakerSettings(false, 5, Duration.ofSeconds(60), Duration.ofSeconds(30));
        receiver.answers(500);
        world.lanes();
        world.append(1, 2);
        world.forwardSeconds(15);
        assertThat(world.store.parked(1, 1)).containsExactly(1L, 2L);
    }

    @Test
    void a_success_between_failures_keeps_it_closed() {
        receiver.status = step -> step.attempt() < 4 ? 500 : 200;
        world.lanes();
        world.append(1, 10);
        world.forwardSeconds(60);
        assertThat(receiver.delivered(1)).hasSize(10);
        assertThat(world.told).isEmpty();
    }

    @Test
    void no_timer_is_left_when_all_is_well_again() {
        world.lanes();
        var quiet = world.time.pending();
        receiver.answers(500);
        world.append(1, 3);
        world.forwardSeconds(100);
        receiver.answers(200);
        world.forwardSeconds(100);
        assertThat(world.time.pending()).isEqualTo(quiet);
    }
}
