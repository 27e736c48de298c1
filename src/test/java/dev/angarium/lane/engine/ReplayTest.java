package dev.angarium.lane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.lane.ReplayOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that somebody asked for again. */
class ReplayTest {
    private final World world = new World();
    private final Receiver receiver = world.receiver(1);
    private final List<String> told = new ArrayList<>();
    private final ReplayOrder.Listener listener = new ReplayOrder.Listener() {
        @Override
        public void progress(long throughSeq, long delivered, long parked) {
            told.add(throughSeq + " " + delivered + " " + parked);
        }

        @Override
        public void ended(ReplayOrder.End end) {
            told.add(end.name());
        }
    };

    @Test
    void a_range_is_delivered_again_and_the_cursor_stays() {
        world.lanes();
        world.append(1, 10);
        world.lanes().replay(order(3, 6));
        world.flush();
        assertThat(receiver.seen.subList(10, 14))
                .allMatch(Receiver.Seen::replay)
                .extracting(seen -> seen.seqs().get(0))
                .containsExactly(3L, 4L, 5L, 6L);
        assertThat(told).containsExactly("3 1 0", "4 2 0", "5 3 0", "6 4 0", "DONE");
        assertThat(world.store.through(1, 1)).isEqualTo(10);
    }

    @Test
    void only_what_is_wanted_is_delivered_again() {
        world.lanes();
        world.append(1, 10);
        world.lanes()
                .replay(ReplayOrder.range(
                        receiver, world.instance(1, 1), 1, 10, event -> event.seq() % 5 == 0, listener));
        assertThat(receiver.seqs().subList(10, 12)).containsExactly(5L, 10L);
    }

    @Test
    void a_lane_of_its_own_serves_one_step_at_a_time_and_neither_kind_starves() {
        world.lanes();
        world.append(1, 40);
        receiver.holds = true;
        world.append(1, 20);
        world.lanes().replay(order(1, 10));
        for (var step = 0; step < 30; step++) {
            receiver.release();
        }
        assertThat(receiver.mostUnderWay).isEqualTo(1);
        var after = receiver.seen.subList(40, receiver.seen.size());
        assertThat(after.stream().filter(Receiver.Seen::replay)).hasSize(10);
        assertThat(after.subList(0, 10).stream().filter(Receiver.Seen::replay)).hasSizeBetween(1, 3);
        assertThat(receiver.seqs().subList(40, 70)).hasSize(30);
    }

    @Test
    void a_replay_that_fails_is_parked_again() {
        world.lanes();
        world.append(1, 2);
        receiver.status = step -> step.replay() ? 500 : 200;
        world.lanes().replay(order(1, 1));
        world.forwardSeconds(40);
        assertThat(receiver.seen)
                .filteredOn(Receiver.Seen::replay)
                .extracting(Receiver.Seen::attempt)
                .containsExactly(1, 2, 3, 4);
        assertThat(world.store.letters).hasSize(1).allMatch(letter -> letter.replay());
        assertThat(told).containsExactly("1 0 1", "DONE");
        assertThat(world.store.through(1, 1)).isEqualTo(2);
    }

    @Test
    void live_events_go_on_while_a_replay_waits_for_its_next_try() {
        world.lanes();
        world.append(1, 2);
        receiver.status = step -> step.replay() ? 500 : 200;
        world.lanes().replay(order(1, 2));
        world.append(1, 3);
        assertThat(receiver.delivered(1)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_dead_letter_goes_out_as_it_was_kept_even_to_another_consumer() {
        world.lanes();
        var event = world.append(1);
        world.log.dropBelow(1, 100);
        var elsewhere = new Receiver(1, 1, world.time);
        elsewhere.endpoint = "http://elsewhere";
        world.lanes().replay(ReplayOrder.single(elsewhere, event, listener));
        assertThat(elsewhere.seqs()).containsExactly(1L);
        assertThat(told).containsExactly("1 1 0", "DONE");
    }

    @Test
    void a_lane_that_is_not_in_memory_is_found_for_a_replay() {
        world.lanes();
        world.append(1, 3);
        world.flush();
        world.crash();
        world.begin();
        world.lanes().replay(order(1, 2));
        assertThat(receiver.seqs()).containsExactly(1L, 2L, 3L, 1L, 2L);
    }

    @Test
    void a_replay_ends_with_its_partition_or_its_node() {
        world.lanes();
        world.append(1, 3);
        receiver.holds = true;
        world.lanes().replay(order(1, 2));
        world.lanes().dropped(0);
        assertThat(told).containsExactly("NOT_OWNED");
        world.lanes().replay(order(1, 2));
        assertThat(told).containsExactly("NOT_OWNED", "NOT_OWNED");
    }

    private ReplayOrder order(long from, long until) {
        return ReplayOrder.range(receiver, world.instance(1, 1), from, until, event -> true, listener);
    }
}
