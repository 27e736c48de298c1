package dev.angarium.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.angarium.event.Admission;
import dev.angarium.event.Draft;
import dev.angarium.event.Event;
import dev.angarium.event.EventId;
import dev.angarium.event.InstanceRef;
import dev.angarium.eventlog.Drafts;
import dev.angarium.history.Checker;
import dev.angarium.history.History;
import dev.angarium.history.History.Fate;
import dev.angarium.history.History.Row;
import dev.angarium.history.History.Send;
import dev.angarium.time.ManualTime;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two nodes that take partitions from each other, die, lose the database and single writes, under senders that resend
 * what was not acknowledged: on one thread, with the time moved by hand, so that a seed plays the same each time. Then
 * all heals, and the checker goes over the log and the answers. A failure names its seed.
 */
class SimulationTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 250;
    private static final int INSTANCES = 6;

    @Test
    void every_history_keeps_the_promises() {
        for (var seed = 1; seed <= SEEDS; seed++) {
            run(seed, new SimulatedLog(true));
        }
    }

    @Test
    void a_log_without_fencing_is_seen() {
        assertThatThrownBy(() -> {
                    for (var seed = 1; seed <= SEEDS; seed++) {
                        run(seed, new SimulatedLog(false));
                    }
                })
                .isInstanceOf(AssertionError.class);
    }

    private static void run(long seed, SimulatedLog log) {
        var run = new Run(seed, log);
        run.play();
        run.heal();
        run.check();
    }

    /** What a provider sends, until it is acknowledged or given up. */
    private static final class Message {
        private final Draft draft;
        private boolean told;
        private boolean doubtful;
        private boolean givenUp;
        private int sends;

        Message(Draft draft) {
            this.draft = draft;
        }

        boolean isOpen() {
            return !told && !givenUp;
        }
    }

    /** One message in one request. */
    private static final class Try {
        private final Message message;
        private final long sentAt;
        private boolean noted;

        Try(Message message, long sentAt) {
            this.message = message;
            this.sentAt = sentAt;
        }
    }

    private static final class Run {
        private static final Duration SENDER_PATIENCE = Duration.ofSeconds(6);

        private final long seed;
        private final SimulatedLog log;
        private final Random random;
        private final ManualTime time = new ManualTime();
        private final Context senders;
        private final SimulatedNode[] nodes = new SimulatedNode[2];
        private final int[] owners = new int[SimulatedNode.PARTITIONS.count()];
        private final List<Message> messages = new ArrayList<>();
        private final List<Event> heard = new ArrayList<>();
        private final List<Send> sends = new ArrayList<>();
        private boolean healed;

        Run(long seed, SimulatedLog log) {
            this.seed = seed;
            this.log = log;
            random = new Random(seed);
            senders = SimulatedNode.loop(time, random);
            start(0);
            start(1);
        }

        private void start(int node) {
            nodes[node] = new SimulatedNode(log, time, random, heard::addAll);
            for (var partition = 0; partition < owners.length; partition++) {
                if (owners[partition] == node) {
                    nodes[node].claim(partition);
                }
            }
        }

        void play() {
            for (var step = 0; step < STEPS; step++) {
                act(random.nextInt(24));
                time.forward(Duration.ofMillis(random.nextInt(15)));
            }
        }

        private void act(int choice) {
            switch (choice) {
                case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> post(1);
                case 10, 11, 12 -> post(1 + random.nextInt(8));
                case 13, 14 -> sendOnceMore();
                case 15 -> move(random.nextInt(owners.length));
                case 16 -> die(random.nextInt(nodes.length));
                case 17, 18 -> nodes[random.nextInt(nodes.length)].away = random.nextInt(4) == 0;
                case 19 -> time.forward(Duration.ofMillis(random.nextInt(2_000)));
                default -> time.forward(Duration.ofMillis(random.nextInt(60)));
            }
        }

        /** A request with so many messages of one instance. */
        private void post(int count) {
            var instance = 1 + random.nextInt(INSTANCES);
            var request = IntStream.range(0, count)
                    .mapToObj(number -> new Message(Drafts.draft(instance, "m" + (messages.size() + number))))
                    .toList();
            messages.addAll(request);
            send(request);
        }

        /** Providers send again what they were told is there, too. */
        private void sendOnceMore() {
            if (!messages.isEmpty()) {
                send(List.of(messages.get(random.nextInt(messages.size()))));
            }
        }

        private void move(int partition) {
            var former = nodes[owners[partition]];
            owners[partition] = 1 - owners[partition];
            nodes[owners[partition]].claim(partition);
            if (random.nextBoolean()) {
                former.drop(partition);
            }
        }

        private void die(int node) {
            if (random.nextInt(3) == 0) {
                nodes[node].die();
                start(node);
            }
        }

        private void send(List<Message> request) {
            var partition =
                    SimulatedNode.PARTITIONS.of(request.get(0).draft.instance().no());
            var drafts = request.stream().map(message -> message.draft).toList();
            var tries = request.stream()
                    .map(message -> new Try(message, time.nanos()))
                    .toList();
            var submission = new Submission(drafts, partition, time.nanos(), senders, settled -> {
                for (var at = 0; at < tries.size(); at++) {
                    answered(tries.get(at), settled.admission(at));
                }
            });
            tries.forEach(this::awaitAnswer);
            var wrong = !healed && random.nextInt(12) == 0;
            var node = nodes[wrong ? 1 - owners[partition] : owners[partition]];
            time.after(Duration.ofMillis(random.nextInt(3)), () -> node.accept(submission));
        }

        /** Whoever hears nothing for so long does not know what became of it, and sends it again. */
        private void awaitAnswer(Try attempt) {
            var message = attempt.message;
            var send = ++message.sends;
            time.after(SENDER_PATIENCE, () -> {
                note(attempt, Fate.UNKNOWN, OptionalLong.empty());
                if (message.isOpen() && message.sends == send) {
                    message.doubtful = true;
                    send(List.of(message));
                }
            });
        }

        private void answered(Try attempt, @Nullable Admission admission) {
            var message = attempt.message;
            if (admission instanceof Admission.Committed committed) {
                acknowledged(attempt, committed.id());
            } else if (admission instanceof Admission.Duplicate known) {
                acknowledged(attempt, known.id());
            } else {
                note(
                        attempt,
                        admission instanceof Admission.Unknown ? Fate.UNKNOWN : Fate.REFUSED,
                        OptionalLong.empty());
                tryAgain(message, admission);
            }
        }

        private void tryAgain(Message message, @Nullable Admission admission) {
            if (message.isOpen()) {
                message.doubtful |= admission instanceof Admission.Unknown || message.sends > 1;
                message.givenUp = admission instanceof Admission.Busy && !message.doubtful && random.nextInt(4) == 0;
                time.after(Duration.ofMillis(20 + random.nextInt(300)), () -> sendIfOpen(message));
            }
        }

        private void sendIfOpen(Message message) {
            if (message.isOpen()) {
                send(List.of(message));
            }
        }

        private void acknowledged(Try attempt, EventId told) {
            assertThat(log.numberOf(attempt.message.draft))
                    .as("a 2xx is committed, seed %s", seed)
                    .hasValue(told.seq());
            attempt.message.told = true;
            note(attempt, Fate.OK, OptionalLong.of(told.seq()));
        }

        /** The first word on a try counts: an answer after the sender has gone reaches nobody. */
        private void note(Try attempt, Fate fate, OptionalLong seq) {
            if (!attempt.noted) {
                attempt.noted = true;
                var draft = attempt.message.draft;
                sends.add(new Send(
                        name(draft.instance()), draft.correlationId(), fate, seq, attempt.sentAt, time.nanos()));
            }
        }

        void heal() {
            healed = true;
            for (var node : nodes) {
                node.away = false;
            }
            for (var round = 0; round < 40 && messages.stream().anyMatch(Message::isOpen); round++) {
                settleOwners();
                time.forward(Duration.ofSeconds(5));
            }
        }

        /** The ring agrees with the epochs in the end: a node that took a partition back gives it up. */
        private void settleOwners() {
            for (var partition = 0; partition < owners.length; partition++) {
                if (nodes[owners[partition]].epochOf(partition).isEmpty()) {
                    nodes[owners[partition]].claim(partition);
                }
            }
        }

        void check() {
            time.forward(SENDER_PATIENCE);
            assertThat(messages).as("all are settled in the end, seed %s", seed).noneMatch(Message::isOpen);
            var rows = log.rows().stream()
                    .map(event -> new Row(name(event.instance()), event.seq(), event.correlationId()))
                    .toList();
            var history = new History(sends, List.of(), List.of(), List.of(), rows);
            assertThat(Checker.violations(history, 0)).as("seed %s", seed).isEmpty();
            assertThat(heard)
                    .as("what is delivered is in the log, seed %s", seed)
                    .allMatch(event -> log.holds(event));
        }

        private static String name(InstanceRef instance) {
            return Integer.toString(instance.no());
        }
    }
}
