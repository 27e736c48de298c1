package dev.angarium.lane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.event.Event;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneRules;
import dev.angarium.lane.Ordering;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random outcomes, crashes, fences, pauses and outages over a log and a store; then all heals, and the history must hold
 * D2 to D8 of the checker. A failure names its seed.
 */
class HistoryTest {
    private static final int SEEDS = 150;
    private static final int STEPS = 150;
    private static final int INSTANCES = 4;

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void every_history_keeps_the_promises(Ordering ordering) {
        for (var seed = 1; seed <= SEEDS; seed++) {
            var run = new Run(seed, ordering);
            run.play();
            run.heal();
            run.check();
        }
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final World world;
        private final Receiver receiver;
        private final Receiver picky;
        private double failing = 0.3;
        private boolean faults;

        Run(long seed, Ordering ordering) {
            this.seed = seed;
            random = new Random(seed);
            world = new World(seed);
            receiver = world.receiver(1);
            picky = world.receiver(2);
            var batch = random.nextInt(3) == 0 ? 4 : 1;
            receiver.rules = new LaneRules(
                    ordering,
                    3,
                    batch,
                    4,
                    Receiver.RULES.delays(),
                    Duration.ofDays(30),
                    random.nextInt(4) == 0 ? 20 : 0);
            picky.wants = event -> event.seq() % 3 == 0;
            receiver.status =
                    picky.status = step -> random.nextDouble() < failing ? random.nextBoolean() ? 500 : 400 : 200;
            world.limits = new dev.angarium.lane.window.LaneLimits(
                    5,
                    random.nextBoolean() ? 3_000 : 1 << 20,
                    40,
                    3,
                    2,
                    20,
                    1 << 20,
                    100,
                    3,
                    Duration.ofHours(1),
                    Duration.ofMillis(100),
                    3,
                    50,
                    4,
                    1 << 20,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5));
            world.endpointSteps = 1 + random.nextInt(4);
            world.begin();
        }

        void play() {
            for (var step = 0; step < STEPS; step++) {
                act(random.nextInt(24));
            }
        }

        private void act(int choice) {
            switch (choice) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> append();
                case 8 -> world.appendTogether(1 + random.nextInt(INSTANCES), 1 + random.nextInt(12));
                case 9, 10, 11 -> world.forward(Duration.ofMillis(random.nextInt(3_000)));
                case 12 -> world.forwardSeconds(random.nextInt(60));
                case 13, 14 -> release();
                case 15 -> receiver.holds = random.nextBoolean();
                case 16 -> crash();
                case 17 -> drop();
                case 18 -> world.store.away(random.nextInt(3) == 0);
                case 19 -> world.log.away(random.nextInt(3) == 0);
                case 20 -> pause();
                case 21 -> failing = random.nextInt(3) == 0 ? 1 : random.nextDouble() / 2;
                case 22 -> raise();
                default -> world.lanes().changed(1 + random.nextInt(2));
            }
        }

        private void append() {
            world.append(1 + random.nextInt(INSTANCES), "chat-" + random.nextInt(3));
        }

        private void release() {
            while (!receiver.held.isEmpty() && random.nextInt(3) > 0) {
                receiver.release();
            }
        }

        private void crash() {
            if (random.nextInt(3) == 0) {
                faults = true;
                world.crash();
                world.begin();
            }
        }

        /** Another node claims the partition, and this one claims it again. */
        private void drop() {
            if (random.nextInt(3) == 0) {
                faults = true;
                var epoch = world.store.epochs.merge(0, 2L, Long::sum);
                world.lanes().dropped(0);
                world.lanes().taken(0, epoch);
            }
        }

        /** This node raises the epoch itself. */
        private void raise() {
            var epoch = world.store.epochs.merge(0, 1L, Long::sum);
            world.lanes().taken(0, epoch);
        }

        private void pause() {
            receiver.running = random.nextBoolean();
            world.lanes().changed(1);
        }

        void heal() {
            failing = 0;
            world.store.away(false);
            world.log.away(false);
            receiver.holds = false;
            while (!receiver.held.isEmpty()) {
                receiver.release();
            }
            receiver.running = true;
            world.lanes().changed(1);
            world.forward(Duration.ofMinutes(90));
        }

        void check() {
            for (var one : List.of(receiver, picky)) {
                for (var instance = 1; instance <= INSTANCES; instance++) {
                    check(one, instance);
                }
            }
            assertThat(receiver.mostPerStrand).as("D6, seed %s", seed).isLessThanOrEqualTo(1);
        }

        private void check(Receiver one, int instance) {
            var wanted = world.log.all(instance).stream().filter(one.wants).toList();
            var numbers = wanted.stream().map(Event::seq).collect(Collectors.toSet());
            Set<Long> settled = new HashSet<>(one.delivered(instance));
            settled.addAll(world.store.parked(one.no(), instance));
            assertThat(settled)
                    .as("D5, seed %s, %s", seed, world.lanes().status(one.no()))
                    .isEqualTo(numbers);
            assertThat(world.store.through(one.no(), instance))
                    .as("D8, seed %s", seed)
                    .isEqualTo(world.log.tail(instance));
            if (!faults) {
                assertThat(one.delivered(instance)).as("D4, seed %s", seed).doesNotHaveDuplicates();
                assertThat(world.store.parked(one.no(), instance))
                        .as("D4, seed %s", seed)
                        .doesNotHaveDuplicates();
            }
            var key = new LaneKey(one.no(), instance);
            assertThat(world.store.letters)
                    .as("D7, seed %s", seed)
                    .filteredOn(letter -> letter.lane().equals(key))
                    .allMatch(
                            letter -> letter.attempts() == 4 && letter.reason().equals("attempts"));
            if (one.rules.ordering() != Ordering.NONE) {
                order(one, instance, wanted);
            }
        }

        /** When a number is tried first, all before it in its strand were consumed or used up their attempts. */
        private void order(Receiver one, int instance, List<Event> wanted) {
            Map<Long, String> chats = new HashMap<>();
            wanted.forEach(event ->
                    chats.put(event.seq(), one.rules.ordering() == Ordering.CHAT ? String.valueOf(event.chat()) : ""));
            Map<Long, Integer> tries = new HashMap<>();
            Set<Long> done = new HashSet<>();
            for (var seen : one.seen) {
                if (seen.lane().instanceNo() != instance) {
                    continue;
                }
                var together = new HashSet<>(seen.seqs());
                for (var seq : seen.seqs()) {
                    if (tries.merge(seq, 1, Integer::sum) == 1) {
                        assertThat(wanted)
                                .as("D2 and D3, seed %s, first try of %s", seed, seq)
                                .filteredOn(event -> event.seq() < seq
                                        && String.valueOf(chats.get(event.seq()))
                                                .equals(chats.get(seq))
                                        && !together.contains(event.seq()))
                                .allMatch(
                                        event -> done.contains(event.seq()) || tries.getOrDefault(event.seq(), 0) >= 4);
                    }
                }
                if (seen.status() == 200) {
                    done.addAll(seen.seqs());
                }
            }
        }
    }
}
