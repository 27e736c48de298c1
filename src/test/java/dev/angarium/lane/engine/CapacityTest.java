package dev.angarium.lane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.event.Event;
import dev.angarium.lane.window.LaneLimits;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.value.DeliveryLog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits: memory, lanes, reads, slots, and what happens at them. */
class CapacityTest {
    private final World world = new World();
    private final Receiver receiver = world.receiver(1);

    @Test
    void lanes_pause_while_too_much_is_not_written() {
        world.limits = limits(100, 64 << 20, 10_000, 20);
        world.lanes();
        world.store.away(true);
        world.append(1, 100);
        assertThat(receiver.seen).hasSize(20);
        world.store.away(false);
        world.forwardSeconds(10);
        assertThat(receiver.seen).hasSize(100);
    }

    @Test
    void a_log_that_cannot_be_read_is_asked_again() {
        receiver.holds = true;
        world.lanes();
        world.append(1, 300);
        world.log.away(true);
        receiver.holds = false;
        receiver.release();
        world.log.away(false);
        world.forwardSeconds(2);
        assertThat(receiver.seqs()).hasSize(300).isSorted();
    }

    @Test
    void all_lanes_together_hold_no_more_than_their_bytes() {
        world.limits = limits(100, 20_000, 10_000, 10_000);
        receiver.answers(500);
        world.lanes();
        for (var instance = 1; instance <= 100; instance++) {
            world.append(instance, 50);
        }
        world.forwardSeconds(20);
        receiver.status = step -> 200;
        world.forwardSeconds(3_600);
        for (var instance = 1; instance <= 100; instance++) {
            assertThat(receiver.delivered(instance)).isSorted().doesNotHaveDuplicates();
            assertThat(world.store.through(1, instance)).isEqualTo(50);
        }
    }

    @Test
    void idle_lanes_make_room_for_others_and_come_back_where_they_were() {
        world.limits = limits(100, 64 << 20, 10, 10_000);
        world.lanes();
        for (var round = 0; round < 3; round++) {
            for (var instance = 1; instance <= 40; instance++) {
                world.append(instance);
                world.flush();
            }
        }
        for (var instance = 1; instance <= 40; instance++) {
            assertThat(receiver.seqs(instance)).containsExactly(1L, 2L, 3L);
        }
        assertThat(world.lanes().status(1)).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void where_all_lanes_are_busy_room_is_looked_for_now_and_then_not_at_each_event() {
        world.limits = limits(100, 64 << 20, 10, 10_000);
        receiver.holds = true;
        world.lanes();
        for (var instance = 1; instance <= 11; instance++) {
            world.append(instance);
        }
        receiver.holds = false;
        receiver.release();
        world.flush();
        world.append(12);
        assertThat(receiver.seqs(12)).isEmpty();
        world.forwardSeconds(1);
        world.append(13);
        assertThat(receiver.seqs(13)).containsExactly(1L);
        world.forwardSeconds(60);
        for (var instance = 1; instance <= 13; instance++) {
            assertThat(receiver.seqs(instance)).containsExactly(1L);
        }
    }

    @Test
    void lanes_without_room_are_found_again() {
        world.limits = limits(100, 64 << 20, 10, 10_000);
        receiver.answers(500);
        world.breaker = new BreakerSettings(false, 5, Duration.ofSeconds(60), Duration.ofSeconds(30));
        world.lanes();
        for (var instance = 1; instance <= 25; instance++) {
            world.append(instance);
        }
        world.forwardSeconds(300);
        assertThat(world.store.letters).hasSize(25);
    }

    @Test
    void tenants_take_turns_at_one_endpoint() {
        var other = world.receiver(2, 2);
        receiver.endpoint = "http://shared";
        other.endpoint = "http://shared";
        receiver.holds = true;
        other.holds = true;
        world.endpointSteps = 2;
        world.instance(100, 2);
        world.lanes();
        for (var instance = 1; instance <= 20; instance++) {
            world.append(instance);
        }
        world.append(100, 3);
        for (var turn = 0; turn < 6; turn++) {
            (receiver.held.isEmpty() ? other : receiver).release();
            if (!other.held.isEmpty()) {
                other.release();
            }
        }
        assertThat(other.seen).hasSize(3);
        assertThat(receiver.seen.size()).isLessThan(12);
        assertThat(receiver.underWay + other.underWay).isLessThanOrEqualTo(2);
    }

    @Test
    void the_delivery_log_keeps_what_was_asked_for() {
        world.deliveryLog = DeliveryLog.FAILURES;
        receiver.status = step -> step.attempt() == 1 ? 500 : 200;
        world.lanes();
        world.append(1);
        world.forwardSeconds(5);
        assertThat(world.store.deliveries)
                .extracting(row -> row.attempt().status())
                .containsExactly(500);
    }

    @Test
    void a_backlog_of_a_hundred_thousand_is_worked_off_in_order_by_bounded_reads() {
        world.lanes();
        world.crash();
        for (var left = 0; left < 100_000; left++) {
            world.commit(1, "chat");
        }
        world.begin();
        world.forwardSeconds(2);
        assertThat(receiver.seqs()).hasSize(100_000).isSorted();
        assertThat(world.log.reads()).isLessThan(2_100);
    }

    @Test
    void long_runs_of_unwanted_events_are_passed_in_large_reads() {
        receiver.wants = (Event event) -> event.seq() == 50_000;
        world.lanes();
        world.crash();
        for (var left = 0; left < 50_000; left++) {
            world.commit(1, "chat");
        }
        world.begin();
        assertThat(receiver.seqs()).isEqualTo(List.of(50_000L));
        assertThat(world.log.reads()).isLessThan(60);
    }

    private static LaneLimits limits(int events, long bytes, int lanes, int unflushed) {
        var usual = World.LIMITS;
        return new LaneLimits(
                events,
                bytes,
                usual.pending(),
                usual.chats(),
                usual.reads(),
                usual.readEvents(),
                usual.readBytes(),
                lanes,
                usual.page(),
                usual.retryAfterMax(),
                usual.flushEvery(),
                usual.flushLanes(),
                unflushed,
                usual.parkedPerLane(),
                usual.flushBytes(),
                usual.tick(),
                usual.rescan(),
                usual.sweep());
    }
}
