package dev.angarium.lane.engine;

import dev.angarium.event.Event;
import dev.angarium.lane.window.Strand;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Brings a lane its events in order: from memory while it keeps up, else from the log. What does not fit is forgotten;
 * the log has it.
 */
final class Intake {
    private static final Log LOG = Log.of(Intake.class);
    private static final Duration READ_AGAIN = Duration.ofSeconds(1);

    private final Lane lane;
    private final Parts parts;
    private ArrayDeque<Event> early = new ArrayDeque<>(0); // while the cursor is not known
    private long takenTo;
    private long tail;
    private long lost;
    private boolean reading;
    private boolean mostlyUnwanted;
    private int fullAt = Integer.MAX_VALUE; // events held when there was no room for one more
    private int generation;

    Intake(Lane lane, Parts parts) {
        this.lane = lane;
        this.parts = parts;
    }

    /** From here on. What came early is taken in if it follows. */
    void open(long through) {
        generation++;
        reading = false;
        fullAt = Integer.MAX_VALUE;
        takenTo = through;
        tail = Math.max(tail, through);
        var waiting = early;
        early = new ArrayDeque<>(0);
        for (var event : waiting) {
            parts.memory().release(event.weight());
            offer(event);
        }
    }

    void close() {
        generation++;
        early.forEach(event -> parts.memory().release(event.weight()));
        early.clear();
    }

    /** A committed event: taken in if it is the next and fits. */
    void offer(Event event) {
        if (!lane.isLive()) {
            keepEarly(event);
        } else if (event.seq() == takenTo + 1 && lane.take(event)) {
            takenTo = event.seq();
        }
        tail = Math.max(tail, event.seq());
    }

    private void keepEarly(Event event) {
        if (lane.isOpening()
                && early.size() < parts.limits().laneEvents()
                && parts.memory().hasRoom(event.weight())) {
            parts.memory().take(event.weight());
            early.add(event);
        }
    }

    void tailAt(long seq) {
        tail = Math.max(tail, seq);
    }

    long tail() {
        return tail;
    }

    /** Events that retention took first. */
    long lost() {
        return lost;
    }

    /** Everything committed was taken in. */
    boolean isIdle() {
        return takenTo >= tail && !reading;
    }

    /** Reads on if the lane is behind and has room. */
    void readMore() {
        var window = lane.steps().window();
        if (reading || takenTo >= tail || window.loaded() >= fullAt || !window.wantsMore()) {
            return;
        }
        reading = true;
        fullAt = Integer.MAX_VALUE;
        var asked = new Asked(generation, takenTo, tail, limit());
        parts.reads()
                .read(
                        () -> parts.reader().after(lane.instance, asked.after(), asked.limit(), bytes()),
                        result -> read(asked, result));
    }

    private record Asked(int generation, long after, long tail, int limit) {}

    private int limit() {
        if (!parts.memory().hasRoom(1)) {
            return 1;
        }
        return mostlyUnwanted ? parts.limits().readEvents() : parts.limits().laneEvents();
    }

    private long bytes() {
        return parts.limits().readBytes();
    }

    private void read(Asked asked, AsyncResult<List<Event>> result) {
        if (asked.generation() != generation) {
            return;
        }
        if (result.failed()) {
            LOG.warn("a lane cannot read the log", about(), result.cause());
            parts.time().after(READ_AGAIN, () -> readAgain(asked));
            return;
        }
        reading = false;
        takeAll(asked, result.result());
        lane.pump();
    }

    private void readAgain(Asked asked) {
        if (asked.generation() == generation) {
            reading = false;
            lane.pump();
        }
    }

    private void takeAll(Asked asked, List<Event> events) {
        var before = lane.steps().window().pending();
        for (var event : events) {
            if (event.seq() > takenTo + 1) {
                gap(takenTo + 1, event.seq() - 1);
            }
            if (event.seq() == takenTo + 1) {
                if (!lane.take(event)) {
                    fullAt = Math.max(1, lane.steps().window().loaded());
                    break;
                }
                takenTo = event.seq();
            }
        }
        if (events.isEmpty() && asked.tail() > takenTo) {
            gap(takenTo + 1, asked.tail());
        }
        mostlyUnwanted = 2 * (lane.steps().window().pending() - before) < events.size()
                && lane.steps().window().wantsMore();
    }

    private void gap(long first, long last) {
        var open = lane.skip(first, last);
        takenTo = last;
        lost(open);
    }

    private Fields about() {
        return Fields.of().consumer(lane.key.consumer()).instanceId(lane.instance.id());
    }

    private void lost(long events) {
        if (events > 0) {
            lost += events;
            parts.metrics().gap(lane.key, events);
            LOG.warn("a lane goes over a gap: retention took events before it had them", about().count(events));
        }
    }

    /** Reads again what a strand forgot. */
    void refill(Strand strand) {
        strand.reading = true;
        var window = lane.steps().window();
        window.again(strand);
        var first = strand.firstForgotten();
        var limit = (int) Math.min(limit(), strand.lastForgotten() - first + 1);
        var asked = new Asked(generation, first - 1, strand.lastForgotten(), limit);
        parts.reads()
                .read(
                        () -> parts.reader().after(lane.instance, asked.after(), limit, bytes()),
                        result -> refilled(strand, asked, result));
    }

    /** Whether the rest of what was tried together has to be read first. */
    boolean refillsFor(Strand strand) {
        if (strand.trial == null || strand.forgottenCount() == 0 || strand.loaded.size() >= strand.trial.count()) {
            return false;
        }
        refill(strand);
        return true;
    }

    private void refilled(Strand strand, Asked asked, AsyncResult<List<Event>> result) {
        if (asked.generation() != generation) {
            return;
        }
        if (result.failed()) {
            LOG.warn("a lane cannot read the log", about(), result.cause());
            parts.time().after(READ_AGAIN, () -> refillAgain(strand, asked));
            return;
        }
        var events = result.result();
        var readTo =
                events.isEmpty() ? asked.tail() : events.get(events.size() - 1).seq();
        var missing = lane.steps().window().refill(strand, events, readTo);
        missing.forEach(seq -> lane.skip(seq, seq));
        lost(missing.size());
        refillAgain(strand, asked);
    }

    private void refillAgain(Strand strand, Asked asked) {
        if (asked.generation() == generation) {
            strand.reading = false;
            lane.steps().window().again(strand);
            lane.pump();
        }
    }
}
