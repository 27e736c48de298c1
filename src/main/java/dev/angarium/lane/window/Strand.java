package dev.angarium.lane.window;

import dev.angarium.event.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of a lane that wait for each other, oldest first: those in memory, then those of which only the numbers are
 * kept.
 */
public final class Strand {
    private static final long[] NONE = {};

    public final @Nullable String chat;
    public final ArrayDeque<Event> loaded = new ArrayDeque<>(4);
    private long[] forgotten = NONE;
    private int forgottenFrom;
    private int forgottenTo;
    private long headReceivedAt;

    /** The tries of the head; null while there was none. */
    @Nullable
    public Trial trial;

    /** Under way. */
    public List<Event> step = List.of();

    /** Being read again. */
    public boolean reading;

    /** In the window's queue of those that may step. */
    public boolean queued;

    public Strand(@Nullable String chat) {
        this.chat = chat;
    }

    public boolean isEmpty() {
        return loaded.isEmpty() && forgottenCount() == 0;
    }

    public int forgottenCount() {
        return forgottenTo - forgottenFrom;
    }

    public int pending() {
        return loaded.size() + forgottenCount();
    }

    public boolean isWaiting() {
        return trial != null && !trial.isDue();
    }

    /** Whether nothing but its turn keeps it from a step, or from being read again. */
    public boolean canStep() {
        return step.isEmpty() && !reading && !isWaiting() && !isEmpty();
    }

    public long firstSeq() {
        var head = loaded.peek();
        return head != null ? head.seq() : forgotten[forgottenFrom];
    }

    boolean isAmongFirst(long seq, int count) {
        return !isEmpty() && (firstSeq() == seq || loaded.stream().limit(count).anyMatch(event -> event.seq() == seq));
    }

    public long firstReceivedAt() {
        var head = loaded.peek();
        return head != null ? head.receivedAt() : headReceivedAt;
    }

    /** @return whether the event is held in memory */
    public boolean add(Event event) {
        if (forgottenCount() > 0) {
            append(event.seq());
            return false;
        }
        loaded.add(event);
        return true;
    }

    /** The next events to be tried together: those tried before, or as many as may be. */
    public List<Event> next(int batch) {
        var count = Math.min(trial == null ? batch : trial.count(), loaded.size());
        if (count == 1) {
            return List.of(loaded.element());
        }
        var events = new ArrayList<Event>(count);
        for (var event : loaded) {
            if (events.size() == count) {
                break;
            }
            events.add(event);
        }
        return List.copyOf(events);
    }

    /** Takes the first away: settled. */
    public void remove(int count) {
        for (var left = count; left > 0; left--) {
            loaded.remove();
        }
    }

    /** Keeps only the numbers. @return the bytes it let go */
    public long forget() {
        if (loaded.isEmpty() || !step.isEmpty()) {
            return 0;
        }
        headReceivedAt = loaded.element().receivedAt();
        var seqs = new long[pending()];
        var at = 0;
        var bytes = 0L;
        for (var event : loaded) {
            seqs[at++] = event.seq();
            bytes += event.weight();
        }
        System.arraycopy(forgotten, forgottenFrom, seqs, at, forgottenCount());
        forgotten = seqs;
        forgottenFrom = 0;
        forgottenTo = seqs.length;
        loaded.clear();
        return bytes;
    }

    public long firstForgotten() {
        return forgotten[forgottenFrom];
    }

    public long lastForgotten() {
        return forgotten[forgottenTo - 1];
    }

    /** Drops the first forgotten number: it is loaded again, or lost. */
    public long takeForgotten() {
        var seq = forgotten[forgottenFrom++];
        if (forgottenFrom == forgottenTo) {
            forgotten = NONE;
            forgottenFrom = 0;
            forgottenTo = 0;
        }
        return seq;
    }

    private void append(long seq) {
        if (forgottenTo == forgotten.length) {
            forgotten =
                    Arrays.copyOfRange(forgotten, forgottenFrom, forgottenFrom + Math.max(16, 2 * forgottenCount()));
            forgottenTo -= forgottenFrom;
            forgottenFrom = 0;
        }
        forgotten[forgottenTo++] = seq;
    }
}
