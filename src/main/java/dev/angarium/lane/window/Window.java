package dev.angarium.lane.window;

import dev.angarium.event.Event;
import dev.angarium.lane.LaneRules;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.Ordering;
import dev.angarium.lane.guard.ByteBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open events of a lane, as strands: one in order by instance; one per chat; without order one per step, taken from
 * a feed.
 */
public final class Window {
    private final LaneRules rules;
    private final LaneLimits limits;
    private final ByteBudget memory;
    private final int concurrency;
    private final Strand feed = new Strand(null);
    private final Map<String, Strand> chats = new HashMap<>(0);
    private final Set<Strand> apart = new LinkedHashSet<>(0); // without order: taken from the feed
    private final ArrayDeque<Strand> ready = new ArrayDeque<>(2);
    private final Map<Long, Trial> trials; // of events not taken in yet
    private int loaded;
    private int pending;
    private int underWay;

    public Window(LaneRules rules, LaneLimits limits, ByteBudget memory, Map<Long, Trial> trials) {
        this.rules = rules;
        this.limits = limits;
        this.memory = memory;
        this.trials = trials;
        this.concurrency = switch (rules.ordering()) {
            case INSTANCE -> 1;
            case CHAT -> limits.chats();
            case NONE -> Math.max(1, rules.concurrency());
        };
    }

    public boolean isEmpty() {
        return pending == 0;
    }

    /** Open events in memory. */
    public int loaded() {
        return loaded;
    }

    /** Open events, in memory or not. */
    public int pending() {
        return pending;
    }

    public int underWay() {
        return underWay;
    }

    /** Whether one more event may be taken in. What only waits is forgotten to make room for others. */
    public boolean hasRoom(int weight) {
        if (rules.ordering() == Ordering.INSTANCE) {
            return pending < limits.laneEvents() && fits(weight);
        }
        if (pending >= limits.pending()) {
            return false;
        }
        if (loaded >= limits.laneEvents() || !memory.hasRoom(weight)) {
            forgetWaiting();
        }
        return loaded < limits.laneEvents() && fits(weight);
    }

    /** Whether the log should be read ahead. */
    public boolean wantsMore() {
        return loaded <= limits.laneEvents() / 2
                && (rules.ordering() == Ordering.INSTANCE
                        ? !feed.isWaiting() && feed.forgottenCount() == 0
                        : pending < limits.pending());
    }

    public void add(Event event) {
        var strand = strandOf(event);
        pending++;
        if (strand.add(event)) {
            loaded++;
            memory.take(event.weight());
        }
        enqueue(strand);
    }

    /** A strand that may step, left where it is; null where there is none or enough are under way. */
    @Nullable
    public Strand peek() {
        return underWay < concurrency ? ready.peek() : null;
    }

    /** The strand to step with; without order it is split from the feed here. */
    public Strand take(Strand strand) {
        if (rules.ordering() != Ordering.NONE || strand != feed) {
            return strand;
        }
        var split = new Strand(null);
        var known = trials.isEmpty() ? null : trials.remove(feed.firstSeq());
        split.trial = known;
        for (var left = known == null ? rules.batch() : known.count(); left > 0 && !feed.loaded.isEmpty(); left--) {
            split.loaded.add(feed.loaded.remove());
        }
        apart.add(split);
        ready.remove();
        feed.queued = false;
        enqueue(feed);
        split.queued = true;
        ready.addFirst(split);
        return split;
    }

    /** What is known of the head from before. */
    public void recall(Strand strand) {
        if (strand.trial == null && !trials.isEmpty()) {
            strand.trial = trials.remove(strand.firstSeq());
        }
    }

    public List<Event> begin(Strand strand) {
        strand.step = strand.next(rules.batch());
        underWay++;
        dequeue(strand);
        return strand.step;
    }

    /** The step ended; what it carried is still open. */
    public void end(Strand strand) {
        strand.step = List.of();
        underWay--;
    }

    /** The first so many are settled. */
    public void settled(Strand strand, int count) {
        for (var left = count; left > 0; left--) {
            var event = strand.loaded.remove();
            memory.release(event.weight());
        }
        loaded -= count;
        pending -= count;
        strand.trial = null;
        again(strand);
    }

    /** Something changed: it may step, or has to wait, or is done. */
    public void again(Strand strand) {
        if (strand.isEmpty()) {
            dequeue(strand);
            apart.remove(strand);
            if (strand.chat != null) {
                chats.remove(strand.chat, strand);
            }
        } else if (strand.canStep()) {
            enqueue(strand);
        } else {
            dequeue(strand);
        }
    }

    /** Only the numbers are kept of what this one holds. */
    public void forget(Strand strand) {
        loaded -= strand.loaded.size();
        var bytes = strand.forget();
        memory.release(bytes);
        loaded += strand.loaded.size();
    }

    /** Only the numbers are kept of all that is not under way. */
    public void forgetAll() {
        forget(feed);
        strands().forEach(this::forget);
    }

    private void forgetWaiting() {
        for (var strand : strands()) {
            if (strand.isWaiting()) {
                forget(strand);
            }
        }
    }

    /** Read again, ascending; those between that are missing are returned: lost. */
    public List<Long> refill(Strand strand, List<Event> events, long readTo) {
        var lost = new ArrayList<Long>(0);
        var at = 0;
        while (strand.forgottenCount() > 0 && strand.firstForgotten() <= readTo) {
            var seq = strand.takeForgotten();
            while (at < events.size() && events.get(at).seq() < seq) {
                at++;
            }
            if (at < events.size() && events.get(at).seq() == seq) {
                var event = events.get(at);
                strand.loaded.add(event);
                memory.take(event.weight());
                loaded++;
            } else {
                pending--;
                lost.add(seq);
            }
        }
        return lost;
    }

    /** Lets everything go; what was tried is kept for when it comes again. */
    public Map<Long, Trial> close() {
        var known = new HashMap<>(trials);
        feed.loaded.forEach(event -> memory.release(event.weight()));
        for (var strand : strands()) {
            if (strand.trial != null && !strand.isEmpty()) {
                strand.trial.disarm();
                known.put(strand.firstSeq(), strand.trial);
            }
            if (strand != feed) {
                strand.loaded.forEach(event -> memory.release(event.weight()));
            }
        }
        return known;
    }

    /** The tries of the event with this number. */
    @Nullable
    public Trial trialOf(long seq) {
        for (var strand : strands()) {
            if (strand.trial != null && !strand.isEmpty() && strand.firstSeq() == seq) {
                return strand.trial;
            }
        }
        return trials.get(seq);
    }

    /** How far it is with an event that is not settled. */
    public LaneStatus.Standing standing(long seq) {
        for (var strand : strands()) {
            if (strand.trial != null && strand.trial.wasTried() && strand.isAmongFirst(seq, strand.trial.count())) {
                return LaneStatus.Standing.TRIED;
            }
            if (strand.step.stream().anyMatch(event -> event.seq() == seq)) {
                return LaneStatus.Standing.FIRST_TRY;
            }
        }
        return LaneStatus.Standing.WAITING;
    }

    public Collection<Strand> strands() {
        return switch (rules.ordering()) {
            case INSTANCE -> List.of(feed);
            case CHAT -> List.copyOf(chats.values());
            case NONE -> List.copyOf(apart);
        };
    }

    private boolean fits(int weight) {
        return loaded == 0 || memory.hasRoom(weight);
    }

    private Strand strandOf(Event event) {
        return rules.ordering() == Ordering.CHAT
                ? chats.computeIfAbsent(event.chat() == null ? "" : event.chat(), Strand::new)
                : feed;
    }

    private void enqueue(Strand strand) {
        if (!strand.queued && strand.canStep()) {
            strand.queued = true;
            ready.add(strand);
        }
    }

    private void dequeue(Strand strand) {
        if (strand.queued) {
            strand.queued = false;
            if (ready.peek() == strand) {
                ready.remove();
            } else {
                ready.remove(strand);
            }
        }
    }
}
