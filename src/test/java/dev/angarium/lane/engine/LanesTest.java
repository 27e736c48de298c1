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

/** Order, retries, parking, windows. */
class LanesTest {
    private final World world = new World();
    private final Receiver receiver = world.receiver(1);

    @Test
    void events_are_delivered_in_order_and_settled() {
        world.lanes();
        world.append(1, 3);
        world.flush();
        assertThat(receiver.seqs()).containsExactly(1L, 2L, 3L);
        assertThat(world.store.through(1, 1)).isEqualTo(3);
        assertThat(world.store.deliveries).hasSize(3);
    }

    @Test
    void a_lane_that_keeps_up_reads_neither_the_log_nor_its_cursor() {
        world.lanes();
        for (var event = 0; event < 500; event++) {
            world.append(1);
            world.flush();
        }
        assertThat(receiver.seen).hasSize(500);
        assertThat(world.log.reads()).isZero();
        assertThat(world.store.lookups()).isZero();
    }

    @Test
    void a_failing_head_is_tried_again_after_its_delay_with_jitter() {
        receiver.answers(500);
        world.lanes();
        world.append(1, 2);
        world.forward(Duration.ofMillis(999));
        assertThat(receiver.seen).hasSize(1);
        world.forward(Duration.ofMillis(201));
        assertThat(receiver.seen).hasSize(2);
        world.forward(Duration.ofMillis(4_790));
        assertThat(receiver.seen).hasSize(2);
        receiver.answers(200);
        world.forward(Duration.ofMillis(1_210));
        assertThat(receiver.seqs()).containsExactly(1L, 1L, 1L, 2L);
        assertThat(receiver.seen).extracting(Receiver.Seen::attempt).containsExactly(1, 2, 3, 1);
    }

    @Test
    void an_event_whose_attempts_are_used_up_is_parked_and_the_lane_goes_on() {
        receiver.status = step -> step.events().get(0).seq() == 1 ? 500 : 200;
        world.lanes();
        world.append(1, 3);
        world.forwardSeconds(30);
        assertThat(receiver.seqs()).containsExactly(1L, 1L, 1L, 1L, 2L, 3L);
        assertThat(world.store.parked(1, 1)).containsExactly(1L);
        var letter = world.store.letters.get(0);
        assertThat(letter.reason()).isEqualTo("attempts");
        assertThat(letter.attempts()).isEqualTo(4);
        assertThat(letter.tried()).hasSize(4).allMatch(attempt -> attempt.status() == 500);
        assertThat(world.store.through(1, 1)).isEqualTo(3);
    }

    @Test
    void a_consumer_that_breaks_counts_as_failed() {
        receiver.answers(0);
        world.lanes();
        world.append(1);
        world.forwardSeconds(30);
        assertThat(world.store.letters.get(0).tried())
                .extracting(attempt -> attempt.error())
                .containsOnly("defect");
    }

    @Test
    void retry_after_is_honoured_up_to_an_hour() {
        receiver.answers(503);
        receiver.retryAfter = Optional.of(Duration.ofSeconds(100));
        world.lanes();
        world.append(1);
        world.forward(Duration.ofMillis(99_900));
        assertThat(receiver.seen).hasSize(1);
        receiver.retryAfter = Optional.of(Duration.ofDays(9));
        world.forward(Duration.ofMillis(200));
        assertThat(receiver.seen).hasSize(2);
        world.forward(Duration.ofMinutes(59));
        assertThat(receiver.seen).hasSize(2);
        world.forward(Duration.ofMinutes(2));
        assertThat(receiver.seen).hasSize(3);
    }

    @Test
    void a_first_delay_is_waited_before_the_first_try() {
        receiver.rules = rules(Ordering.INSTANCE, 1, 1, List.of(Duration.ofSeconds(2)));
        world.lanes();
        world.append(1);
        world.forward(Duration.ofMillis(1_900));
        assertThat(receiver.seen).isEmpty();
        world.forward(Duration.ofMillis(600));
        assertThat(receiver.seen).hasSize(1);
    }

    @Test
    void one_instance_that_fails_stops_no_other() {
        receiver.status = step -> step.lane().instanceNo() == 1 ? 500 : 200;
        world.lanes();
        world.append(1, 2);
        world.append(2, 2);
        assertThat(receiver.delivered(2)).containsExactly(1L, 2L);
        assertThat(receiver.seqs(1)).containsExactly(1L);
    }

    @Test
    void in_order_by_chat_a_failing_chat_stops_no_other_chat() {
        receiver.rules = rules(Ordering.CHAT, 1, 1, Receiver.RULES.delays());
        receiver.status = step -> "bad".equals(step.events().get(0).chat()) ? 500 : 200;
        world.breaker = new BreakerSettings(false, 5, Duration.ofSeconds(60), Duration.ofSeconds(30));
        world.lanes();
        world.append(1, "bad");
        world.append(1, "good");
        world.append(1, "bad");
        world.append(1, "good");
        world.append(1, (String) null);
        assertThat(receiver.delivered(1)).containsExactly(2L, 4L, 5L);
        world.flush();
        assertThat(world.store.saved.values().iterator().next().ranges()).isEqualTo("{[2,3),[4,6)}");
        world.forwardSeconds(120);
        assertThat(world.store.parked(1, 1)).containsExactly(1L, 3L);
        assertThat(world.store.through(1, 1)).isEqualTo(5);
    }

    @Test
    void in_order_by_chat_each_chat_has_one_step_under_way() {
        receiver.rules = rules(Ordering.CHAT, 1, 1, Receiver.RULES.delays());
        receiver.holds = true;
        world.lanes();
        for (var turn = 0; turn < 3; turn++) {
            world.append(1, "a");
            world.append(1, "b");
        }
        assertThat(receiver.seqs()).containsExactly(1L, 2L);
        receiver.release();
        assertThat(receiver.seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void in_order_by_chat_the_chats_at_once_are_limited() {
        receiver.rules = rules(Ordering.CHAT, 1, 1, Receiver.RULES.delays());
        receiver.holds = true;
        world.lanes();
        for (var chat = 0; chat < 30; chat++) {
            world.append(1, "chat-" + chat);
        }
        assertThat(receiver.seen).hasSize(10);
    }

    @Test
    void a_failing_chat_lets_others_pass_until_the_limit_stops_it() {
        receiver.rules = rules(Ordering.CHAT, 1, 1, List.of(Duration.ZERO, Duration.ofHours(1)));
        receiver.status = step -> "bad".equals(step.events().get(0).chat()) ? 500 : 200;
        world.lanes();
        for (var pair = 0; pair < 1_200; pair++) {
            world.append(1, "bad");
            world.append(1, "good");
        }
        world.flush();
        assertThat(receiver.delivered(1)).hasSizeBetween(990, 1_000).isSorted();
        assertThat(world.status(1, 1).rangeCount()).isLessThanOrEqualTo(1_000);
        receiver.answers(200);
        world.forward(Duration.ofMinutes(80));
        assertThat(receiver.delivered(1)).hasSize(2_400).doesNotHaveDuplicates();
        assertThat(world.store.through(1, 1)).isEqualTo(2_400);
        assertThat(world.store.letters).isEmpty();
    }

    @Test
    void without_order_so_many_steps_go_at_once() {
        receiver.rules = rules(Ordering.NONE, 3, 1, Receiver.RULES.delays());
        receiver.holds = true;
        world.lanes();
        world.append(1, 10);
        assertThat(receiver.seqs()).containsExactly(1L, 2L, 3L);
        receiver.release();
        assertThat(receiver.seqs()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(receiver.mostUnderWay).isEqualTo(3);
    }

    @Test
    void without_order_a_failing_event_stops_no_other() {
        receiver.rules = rules(Ordering.NONE, 3, 1, Receiver.RULES.delays());
        receiver.status = step -> step.events().get(0).seq() == 2 && step.attempt() < 3 ? 500 : 200;
        world.lanes();
        world.append(1, 5);
        assertThat(receiver.delivered(1)).containsExactly(1L, 3L, 4L, 5L);
        world.forwardSeconds(10);
        assertThat(receiver.delivered(1)).containsExactly(1L, 3L, 4L, 5L, 2L);
        assertThat(world.store.through(1, 1)).isEqualTo(5);
    }

    @Test
    void a_batch_is_retried_and_settled_whole() {
        receiver.rules = rules(Ordering.INSTANCE, 1, 3, Receiver.RULES.delays());
        receiver.answers(500);
        world.lanes();
        world.appendTogether(1, 3);
        world.append(1, 4);
        receiver.answers(200);
        world.forwardSeconds(2);
        assertThat(receiver.seen)
                .extracting(Receiver.Seen::seqs)
                .containsExactly(List.of(1L, 2L, 3L), List.of(1L, 2L, 3L), List.of(4L, 5L, 6L), List.of(7L));
    }

    @Test
    void unwanted_events_are_settled_without_a_try() {
        receiver.wants = event -> event.seq() % 2 == 0;
        world.lanes();
        world.append(1, 5);
        world.flush();
        assertThat(receiver.seqs()).containsExactly(2L, 4L);
        assertThat(world.store.through(1, 1)).isEqualTo(5);
    }

    @Test
    void what_does_not_fit_is_read_from_the_log_later() {
        receiver.holds = true;
        world.lanes();
        world.append(1, 1_000);
        assertThat(world.status(1, 1).lag()).isEqualTo(1_000);
        receiver.holds = false;
        receiver.release();
        assertThat(receiver.seqs()).hasSize(1_000).isSorted().doesNotHaveDuplicates();
        assertThat(world.log.reads()).isLessThan(40);
    }

    @Test
    void an_old_head_is_parked_as_expired_whatever_the_breaker_says() {
        receiver.answers(500);
        receiver.rules = new LaneRules(Ordering.INSTANCE, 1, 1, 100, Receiver.RULES.delays(), Duration.ofHours(1), 0);
        world.lanes();
        world.append(1, 2);
        world.forward(Duration.ofMinutes(59));
        assertThat(world.store.letters).isEmpty();
        assertThat(world.status(1, 1).breaker()).isNotEqualTo(LaneStatus.Breaker.CLOSED);
        world.forward(Duration.ofMinutes(2));
        assertThat(world.store.letters).extracting(letter -> letter.reason()).containsExactly("expired", "expired");
        assertThat(world.store.through(1, 1)).isEqualTo(2);
    }

    @Test
    void a_clock_that_jumps_ten_years_parks_nothing() {
        receiver.answers(500);
        world.lanes();
        world.append(1);
        world.time.jumpWall(Duration.ofDays(3650));
        world.forwardSeconds(10);
        assertThat(world.store.letters).isEmpty();
        world.time.jumpWall(Duration.ofDays(-3651));
        receiver.answers(200);
        world.forwardSeconds(30);
        assertThat(receiver.delivered(1)).containsExactly(1L);
    }

    @Test
    void a_pace_is_kept_over_all_lanes_of_a_consumer() {
        receiver.rules = new LaneRules(Ordering.INSTANCE, 1, 1, 4, Receiver.RULES.delays(), Duration.ofDays(3), 10);
        world.lanes();
        for (var instance = 1; instance <= 5; instance++) {
            world.append(instance, 20);
        }
        world.forwardSeconds(4);
        assertThat(receiver.seen).hasSizeBetween(38, 42);
        assertThat(receiver.seqs(5)).hasSizeBetween(7, 9);
    }

    private static LaneRules rules(Ordering ordering, int concurrency, int batch, List<Duration> delays) {
        return new LaneRules(ordering, concurrency, batch, 4, delays, Duration.ofDays(3), 0);
    }
}
