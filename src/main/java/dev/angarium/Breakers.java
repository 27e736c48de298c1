package dev.angarium;

import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which instances and subscriptions have breakers that are not closed, counted, since a lane may have two: its own and a
 * replay's. Changed on the lanes' context, read from any thread.
 */
final class Breakers {
    private final Map<Integer, Trouble> byInstance = new ConcurrentHashMap<>();
    private final Map<Integer, Trouble> bySubscription = new ConcurrentHashMap<>();
    private final int calmMax;

    /** @param calmMax how many instances are kept to show that their breakers closed again */
    Breakers(int calmMax) {
        this.calmMax = calmMax;
    }

    void changed(LaneKey lane, LaneStatus.Breaker from, LaneStatus.Breaker to) {
        var crowded = byInstance.size() > calmMax;
        change(byInstance, lane.instanceNo(), from, to, !crowded);
        change(bySubscription, lane.consumer(), from, to, false);
    }

    /** In the numbers of the metric: 0 closed, 1 half-open, 2 open. */
    Map<Integer, Integer> worstByInstance() {
        return byInstance.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().worst().ordinal()));
    }

    /** Subscriptions with a breaker that is not closed. */
    int subscriptions() {
        return bySubscription.size();
    }

    private static void change(
            Map<Integer, Trouble> counts,
            int number,
            LaneStatus.Breaker from,
            LaneStatus.Breaker to,
            boolean keepCalm) {
        counts.compute(number, (key, before) -> {
            var now = (before == null ? Trouble.NONE : before).with(from, -1).with(to, 1);
            return keepCalm || now.worst() != LaneStatus.Breaker.CLOSED ? now : null;
        });
    }

    /** How many breakers are in which state. */
    private record Trouble(int halfOpen, int open) {
        static final Trouble NONE = new Trouble(0, 0);

        Trouble with(LaneStatus.Breaker state, int more) {
            return switch (state) {
                case CLOSED -> this;
                case HALF_OPEN -> new Trouble(halfOpen + more, open);
                case OPEN -> new Trouble(halfOpen, open + more);
            };
        }

        LaneStatus.Breaker worst() {
            if (open > 0) {
                return LaneStatus.Breaker.OPEN;
            }
            return halfOpen > 0 ? LaneStatus.Breaker.HALF_OPEN : LaneStatus.Breaker.CLOSED;
        }
    }
}
