package dev.angarium.lane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneRules;
import dev.angarium.lane.LaneStore;
import dev.angarium.lane.Ordering;
import dev.angarium.lane.window.LaneLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Restarts, partitions, changes, stops, memory. */
class LifeTest {
    private final World world = new World();
    private final Receiver receiver = world.receiver(1);

    @Test
    void a_restart_goes_on_from_the_cursors_and_repeats_only_what_was_not_written() {
        world.lanes();
        world.append(1, 50);
        world.flush();
        world.append(1, 7);
        world.crash();
        world.begin();
        assertThat(receiver.seqs()).hasSize(50 + 7 + 7);
        world.flush();
        assertThat(world.store.through(1, 1)).isEqualTo(57);
    }

    @Test
    void a_restart_finds_lanes_that_are_behind_in_pages() {
        world.lanes();
        world.crash();
        for (var instance = 1; instance <= 170; instance++) {
            world.commit(instance, "chat");
            world.commit(instance, "chat");
        }
        world.begin();
        for (var instance = 1; instance <= 170; instance++) {
            assertThat(receiver.delivered(instance)).containsExactly(1L, 2L);
        }
        assertThat(world.log.mostUnderWay()).isLessThanOrEqualTo(4);
    }

    @Test
    void a_restart_continues_the_schedule_of_the_head() {
        receiver.answers(500);
        world.lanes();
        world.append(1);
        world.forwardSeconds(3);
        assertThat(receiver.seen).hasSize(2);
        world.crash();
        world.begin();
        world.forwardSeconds(1);
        assertThat(receiver.seen).hasSize(2);
        world.forwardSeconds(30);
        assertThat(receiver.seen).extracting(Receiver.Seen::attempt).containsExactly(1, 2, 3, 4);
        assertThat(world.store.letters.get(0).tried()).hasSize(4);
    }

    @Test
    void a_restart_keeps_what_was_settled_beside_the_cursor() {
        receiver.rules = new LaneRules(Ordering.CHAT, 1, 1, 4, Receiver.RULES.delays(), Duration.ofDays(3), 0);
        receiver.status = step -> step.events().get(0).seq() == 1 ? 500 : 200;
        world.lanes();
        world.append(1, "bad");
        world.append(1, "good");
        world.append(1, "good");
        world.flush();
        world.crash();
        receiver.answers(200);
        world.begin();
        world.forwardSeconds(30);
        assertThat(receiver.delivered(1)).containsExactly(2L, 3L, 1L);
    }

    @Test
    void a_dropped_partition_makes_no_more_steps_and_writes_what_it_settled() {
        receiver.holds = true;
        world.lanes();
        world.append(1, 3);
        world.lanes().dropped(0);
        receiver.release();
        world.append(1);
        world.flush();
        assertThat(receiver.seqs()).containsExactly(1L);
        assertThat(world.store.through(1, 1)).isEqualTo(1);
        assertThat(world.lanes().status(1)).isEmpty();
    }

    @Test
    void a_partition_taken_back_waits_for_the_step_under_way() {
        receiver.holds = true;
        world.lanes();
        world.append(1, 3);
        world.lanes().dropped(0);
        world.lanes().taken(0, 1);
        world.append(1);
        assertThat(receiver.seqs()).containsExactly(1L);
        receiver.holds = false;
        receiver.release();
        world.flush();
        assertThat(receiver.seqs()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(receiver.mostUnderWay).isEqualTo(1);
    }

    @Test
    void a_fenced_flush_writes_nothing_and_drops_the_partition() {
        world.lanes();
        world.append(1, 3);
        world.store.epochs.put(0, 9L);
        world.flush();
        assertThat(world.store.through(1, 1)).isZero();
        assertThat(world.store.deliveries).isEmpty();
        assertThat(world.told).containsExactly("fenced 0 1");
        world.append(1);
        assertThat(receiver.seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void an_epoch_raised_by_this_node_loses_nothing() {
        receiver.status = step -> step.events().get(0).seq() == 2 ? 500 : 200;
        world.lanes();
        world.append(1, 3);
        world.store.epochs.put(0, 2L);
        world.lanes().taken(0, 2);
        world.forwardSeconds(60);
        assertThat(receiver.seqs()).containsExactly(1L, 2L, 2L, 2L, 2L, 3L);
        assertThat(world.store.through(1, 1)).isEqualTo(3);
        assertThat(world.store.deliveries).hasSize(6);
    }

    @Test
    void a_paused_consumer_gets_nothing_and_goes_on_where_it_was() {
        world.lanes();
        world.append(1, 2);
        receiver.running = false;
        world.lanes().changed(1);
        world.append(1, 3);
        world.flush();
        assertThat(receiver.seqs()).containsExactly(1L, 2L);
        receiver.running = true;
        world.lanes().changed(1);
        assertThat(receiver.seqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_removed_consumer_ends_at_once() {
        receiver.answers(500);
        world.lanes();
        world.append(1, 3);
        world.remove(1);
        world.lanes().removed(1);
        world.append(1);
        world.forwardSeconds(60);
        assertThat(receiver.seen).hasSize(1);
        assertThat(world.lanes().status(1)).isEmpty();
    }

    @Test
    void a_change_of_wishes_counts_from_the_next_attempt() {
        receiver.answers(500);
        world.lanes();
        world.append(1, 3);
        receiver.wants = event -> event.seq() == 3;
        receiver.answers(200);
        world.lanes().changed(1);
        world.forwardSeconds(5);
        assertThat(receiver.seqs()).containsExactly(1L, 3L);
        world.flush();
        assertThat(world.store.through(1, 1)).isEqualTo(3);
    }

    @Test
    void a_change_keeps_what_was_tried() {
        receiver.answers(500);
        world.lanes();
        world.append(1);
        world.forwardSeconds(2);
        world.lanes().changed(1);
        world.forwardSeconds(30);
        assertThat(receiver.seen).extracting(Receiver.Seen::attempt).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_consumer_that_is_gone_is_held_and_told_once() {
        receiver.answers(410);
        world.lanes();
        world.append(1, 3);
        world.append(2, 3);
        world.forwardSeconds(600);
        assertThat(receiver.seen).hasSize(1);
        assertThat(world.gone).containsExactly(1);
        assertThat(world.store.letters).isEmpty();
        receiver.answers(200);
        world.lanes().changed(1);
        assertThat(receiver.delivered(1)).containsExactly(1L, 2L, 3L);
        assertThat(receiver.delivered(2)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_new_consumer_starts_where_its_rows_say() {
        world.lanes();
        world.append(1, 5);
        var second = world.receiver(2);
        world.store.saved.put(new LaneKey(2, 1), new LaneStore.Saved(3, "{}", LaneStore.Trial.NONE));
        world.lanes().changed(2);
        assertThat(second.seqs()).containsExactly(4L, 5L);
    }

    @Test
    void a_gap_is_told_and_passed_over() {
        world.lanes();
        world.crash();
        for (var left = 0; left < 10; left++) {
            world.commit(1, "chat");
        }
        world.log.dropBelow(1, 7);
        world.begin();
        assertThat(receiver.seqs()).containsExactly(7L, 8L, 9L, 10L);
        assertThat(world.told).containsExactly("gap 1 6");
        assertThat(world.status(1, 1).lost()).isEqualTo(6);
        world.flush();
        assertThat(world.store.through(1, 1)).isEqualTo(10);
    }

    @Test
    void a_stop_waits_for_the_steps_under_way_and_writes_all() {
        receiver.holds = true;
        world.lanes();
        world.append(1, 3);
        var stopped = world.lanes().stop(Duration.ofSeconds(10));
        assertThat(stopped.isComplete()).isFalse();
        receiver.release();
        world.forwardSeconds(1);
        assertThat(stopped.succeeded()).isTrue();
        assertThat(receiver.seqs()).containsExactly(1L);
        assertThat(world.store.through(1, 1)).isEqualTo(1);
    }

    @Test
    void a_stop_ends_in_time_even_if_a_step_does_not() {
        receiver.holds = true;
        world.lanes();
        world.append(1, 3);
        var stopped = world.lanes().stop(Duration.ofSeconds(10));
        world.forwardSeconds(11);
        assertThat(stopped.succeeded()).isTrue();
        assertThat(world.time.pending()).isZero();
    }

    @Test
    void progress_that_cannot_be_written_is_kept_and_written_later() {
        receiver.status = step -> step.events().get(0).seq() == 2 ? 500 : 200;
        world.lanes();
        world.store.away(true);
        world.append(1, 5);
        world.forwardSeconds(60);
        assertThat(world.store.flushes()).isLessThan(30);
        world.store.away(false);
        world.forwardSeconds(10);
        assertThat(world.store.parked(1, 1)).containsExactly(2L);
        assertThat(world.store.through(1, 1)).isEqualTo(5);
        assertThat(world.store.deliveries).hasSize(8);
    }

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
