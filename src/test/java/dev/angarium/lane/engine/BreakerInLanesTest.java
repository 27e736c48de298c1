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
        assertThat(attempts).isEqualTo(50); // each lane's first; after five of them nobody's second
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
    void a_subscriber_dead_for_a_day_costs_no_event_its_attempts_and_gets_them_all_in_order() {
        receiver.rules = Receiver.RULES; // the default policy: four attempts, one less than the breaker waits for
        receiver.answers(503);
        world.lanes();
        for (var hour = 0; hour < 24; hour++) {
            for (var instance = 1; instance <= 5; instance++) {
                world.append(instance, 2);
            }
            world.forward(Duration.ofHours(1));
        }
        assertThat(world.store.letters).isEmpty();
        assertThat(receiver.seen.size()).isLessThan(10 + 24 * 120);
        receiver.answers(200);
        world.forwardSeconds(61);
        for (var instance = 1; instance <= 5; instance++) {
            assertThat(receiver.delivered(instance)).hasSize(48).isSorted().doesNotHaveDuplicates();
        }
        assertThat(world.store.letters).isEmpty();
    }

    @Test
    void what_waits_for_a_dead_consumer_keeps_its_attempts_over_a_restart() {
        receiver.rules = Receiver.RULES;
        receiver.answers(503);
        world.lanes();
        for (var instance = 1; instance <= 20; instance++) {
            world.append(instance);
        }
        world.forward(Duration.ofHours(1));
        world.crash();
        world.begin();
        world.forward(Duration.ofHours(1));
        assertThat(world.store.letters).isEmpty();
        receiver.answers(200);
        world.forwardSeconds(61);
        for (var instance = 1; instance <= 20; instance++) {
            assertThat(receiver.delivered(instance)).containsExactly(1L);
        }
    }

    @Test
    void a_poison_event_is_parked_after_its_attempts_while_others_go_on() {
        receiver.rules = Receiver.RULES;
        receiver.status =
                step -> step.lane().instanceNo() == 1 && step.events().get(0).seq() == 2 ? 500 : 200;
        world.lanes();
        for (var second = 0; second < 60; second++) {
            world.append(1);
            world.append(2);
            world.forwardSeconds(1);
        }
        assertThat(world.store.parked(1, 1)).containsExactly(2L);
        assertThat(world.store.letters.get(0).attempts()).isEqualTo(4);
        assertThat(receiver.delivered(1)).hasSize(59).isSorted();
        assertThat(receiver.delivered(2)).hasSize(60).isSorted();
    }

    @Test
    void a_poison_event_of_a_quiet_consumer_keeps_nobody_waiting() {
        receiver.status = step -> step.lane().instanceNo() == 1 ? 500 : 200;
        world.lanes();
        world.append(1);
        world.forwardSeconds(20);
        assertThat(world.status(1, 1).breaker()).isNotEqualTo(LaneStatus.Breaker.CLOSED);
        world.append(2);
        assertThat(receiver.delivered(2)).containsExactly(1L);
    }

    @Test
    void where_the_consumer_has_one_instance_only_an_answer_about_the_event_parks_it() {
        receiver.rules = Receiver.RULES;
        receiver.status = step -> step.events().get(0).seq() == 1 ? 422 : 200;
        world.lanes();
        world.append(1, 3);
        world.forwardSeconds(30);
        assertThat(world.store.parked(1, 1)).containsExactly(1L);
        assertThat(world.store.letters.get(0).attempts()).isEqualTo(4);
        assertThat(receiver.delivered(1)).containsExactly(2L, 3L);
    }

    @Test
    void one_chat_that_always_fails_parks_its_own_events_only() {
        receiver.rules = new LaneRules(Ordering.CHAT, 1, 1, 4, Receiver.RULES.delays(), Duration.ofDays(3), 0);
        receiver.status = step -> "bad".equals(step.events().get(0).chat()) ? 500 : 200;
        world.lanes();
        for (var second = 0; second < 120; second++) {
            world.append(1, second % 40 == 0 ? "bad" : "good");
            world.forwardSeconds(1);
        }
        assertThat(world.store.parked(1, 1)).containsExactly(1L, 41L, 81L);
        assertThat(receiver.delivered(1)).hasSize(117).isSorted();
    }

    @Test
    void an_endpoint_that_dies_for_parallel_steps_costs_each_of_them_one_attempt_at_most() {
        receiver.rules = new LaneRules(Ordering.NONE, 20, 1, 1, List.of(), Duration.ofDays(3), 0);
        receiver.holds = true;
        receiver.answers(503);
        world.lanes();
        world.append(1, 20);
        while (!receiver.held.isEmpty()) {
            receiver.release();
        }
        receiver.holds = false;
        assertThat(world.store.letters).hasSizeLessThanOrEqualTo(5);
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
