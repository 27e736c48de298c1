package dev.angarium.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.history.History.Fate;
import dev.angarium.history.History.Received;
import dev.angarium.history.History.Row;
import dev.angarium.history.History.Send;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker finds every planted defect, and raises no false alarm. */
class CheckerTest {
    private static final long SEED = 20_260_101;
    private static final int HISTORIES = 100;

    enum Defect {
        LOST_ROW("L5", (history, random) -> history.log()
                .remove(random.nextInt(history.log().size() - 1))),
        LOST_LAST_ROW(
                "L5", (history, random) -> history.log().remove(history.log().size() - 1)),
        DUPLICATE_KEY("L3", (history, random) -> {
            var last = history.log().get(history.log().size() - 1);
            history.log().add(new Row(last.instance(), last.seq() + 1, last.key()));
        }),
        DUPLICATE_SEQ("L1", (history, random) -> {
            var last = history.log().get(history.log().size() - 1);
            history.log().add(new Row(last.instance(), last.seq(), "other"));
        }),
        NEVER_SENT("L4", (history, random) -> history.log()
                .add(new Row("i", history.log().size() + 1, "ghost"))),
        STORED_THOUGH_REFUSED(
                "L7",
                (history, random) -> replace(
                        history.sends(),
                        random,
                        send -> new Send(
                                send.instance(),
                                send.key(),
                                Fate.REFUSED,
                                OptionalLong.empty(),
                                send.sentAt(),
                                send.answeredAt()))),
        CHANGED_SEQ(
                "L6",
                (history, random) -> replace(
                        history.sends(),
                        random,
                        send -> new Send(
                                send.instance(),
                                send.key(),
                                Fate.OK,
                                OptionalLong.of(send.seq().orElse(0) + 7),
                                send.sentAt(),
                                send.answeredAt()))),
        REAL_TIME_INVERSION("L8", (history, random) -> {
            var at = random.nextInt(history.log().size() - 1);
            var one = history.log().get(at);
            var two = history.log().get(at + 1);
            history.log().set(at, new Row("i", one.seq(), two.key()));
            history.log().set(at + 1, new Row("i", two.seq(), one.key()));
        }),
        DROPPED_DELIVERY("D5", (history, random) -> history.received()
                .remove(history.received().size() - 1)),
        SWAPPED_NEIGHBOURS("D", (history, random) -> {
            var at = random.nextInt(history.received().size() - 1);
            while (history.received().get(at).seq()
                    == history.received().get(at + 1).seq()) {
                at = random.nextInt(history.received().size() - 1);
            }
            var one = history.received().get(at);
            var two = history.received().get(at + 1);
            history.received().set(at, at(two, one.from(), one.to()));
            history.received().set(at + 1, at(one, two.from(), two.to()));
        }),
        DUPLICATE_WITHOUT_FAULT("D4", (history, random) -> {
            var last = history.received().get(history.received().size() - 1);
            history.received().add(at(last, last.to() + 5, last.to() + 6));
        }),
        WRONG_BODY("D1", (history, random) -> {
            var last = history.received().get(history.received().size() - 1);
            history.received()
                    .add(new Received(
                            last.subscription(), "i", last.seq(), last.key(), 99, 200, last.to() + 5, last.to() + 6));
        }),
        OVERTAKEN_RETRY(
                "D2",
                (history, random) -> replace(
                        history.received(),
                        random,
                        got -> new Received(
                                got.subscription(),
                                "i",
                                got.seq(),
                                got.key(),
                                got.bodyHash(),
                                500,
                                got.from(),
                                got.to()))),
        TWO_AT_ONCE("D6", (history, random) -> {
            var at = random.nextInt(history.received().size() - 1);
            var one = history.received().get(at);
            history.received().set(at, at(one, one.from(), one.to() + 1000));
        });

        private final String rule;
        private final BiConsumer<History, Random> planting;

        Defect(String rule, BiConsumer<History, Random> planting) {
            this.rule = rule;
            this.planting = planting;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_planted_defect_is_found_in_every_history(Defect defect) {
        for (var round = 0; round < HISTORIES; round++) {
            var random = new Random(SEED + round);
            var history = valid(random);
            defect.planting.accept(history, random);
            assertThat(Checker.violations(history, 0))
                    .as("%s, seed %d", defect, SEED + round)
                    .anyMatch(violation -> violation.startsWith(defect.rule));
        }
    }

    @Test
    void a_valid_history_raises_no_alarm() {
        for (var round = 0; round < 2 * HISTORIES; round++) {
            assertThat(Checker.violations(valid(new Random(SEED + round)), 0))
                    .as("seed %d", SEED + round)
                    .isEmpty();
        }
    }

    /** One instance, events sent one after the other, now and then resent or retried. */
    private static History valid(Random random) {
        var history = new History(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var count = 5 + random.nextInt(40);
        for (var seq = 1; seq <= count; seq++) {
            var key = "k" + seq;
            var at = seq * 100L;
            if (random.nextInt(5) == 0) {
                history.sends().add(new Send("i", key, Fate.UNKNOWN, OptionalLong.empty(), at, at + 1));
            }
            history.sends().add(new Send("i", key, Fate.OK, OptionalLong.of(seq), at + 2, at + 4));
            history.log().add(new Row("i", seq, key));
            if (random.nextInt(4) == 0) {
                history.received().add(new Received("s", "i", seq, key, seq, 500, at + 5, at + 6));
            }
            history.received().add(new Received("s", "i", seq, key, seq, 200, at + 7, at + 8));
        }
        history.sends().add(new Send("i", "refused", Fate.REFUSED, OptionalLong.empty(), 1, 2));
        return history;
    }

    private static Received at(Received got, long from, long to) {
        return new Received(
                got.subscription(), got.instance(), got.seq(), got.key(), got.bodyHash(), got.status(), from, to);
    }

    /** Changes one element that is consumed or acknowledged and not the last one. */
    private static <T> void replace(List<T> list, Random random, java.util.function.UnaryOperator<T> change) {
        var candidates = new ArrayList<Integer>();
        for (var at = 0; at < list.size() - 2; at++) {
            var item = list.get(at);
            var counts = item instanceof Received got ? got.consumed() : ((Send) item).fate() == Fate.OK;
            if (counts && alone(list, at)) {
                candidates.add(at);
            }
        }
        if (!candidates.isEmpty()) {
            var at = candidates.get(random.nextInt(candidates.size()));
            list.set(at, change.apply(list.get(at)));
        }
    }

    /** No other attempt with the same key follows or precedes it. */
    private static <T> boolean alone(List<T> list, int at) {
        return list.stream()
                        .filter(other -> key(other).equals(key(list.get(at))))
                        .count()
                == 1;
    }

    private static String key(Object item) {
        return item instanceof Received got ? got.key() : ((Send) item).key();
    }
}
