package dev.angarium.lane.engine;

import dev.angarium.event.Event;
import dev.angarium.lane.Attempt;
import dev.angarium.lane.Cursor;
import dev.angarium.lane.DeadLetter;
import dev.angarium.lane.LaneStore;
import dev.angarium.lane.window.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a lane has settled and parked, and how much of that is written. */
final class Ledger {
    private final Lane lane;
    private final Parts parts;
    private final Progress progress;
    private Cursor cursor = new Cursor(0);
    private List<DeadLetter> parked = List.of();

    Ledger(Lane lane, Parts parts, Progress progress) {
        this.lane = lane;
        this.parts = parts;
        this.progress = progress;
    }

    void open(Cursor written) {
        cursor = written;
    }

    Cursor cursor() {
        return cursor;
    }

    /** Whether more may be settled before what is parked is written. */
    boolean hasRoom() {
        return parked.size() < parts.limits().parkedPerLane() && !progress.full();
    }

    void settle(long first, long last) {
        cursor.settle(first, last);
        progress.touch(lane);
    }

    void settle(List<Event> events) {
        for (var event : events) {
            cursor.settle(event.seq());
        }
        progress.touch(lane);
    }

    /** The head was tried: how often is written too. */
    void tried() {
        progress.touch(lane);
    }

    /** Notes dead letters; they are written together with the cursor that passes them. */
    void park(List<Event> events, String reason, Trial trial, boolean replay) {
        for (var event : events) {
            var id = new UUID(parts.random().nextLong(), parts.random().nextLong());
            var letter = new DeadLetter(id, lane.key, event, reason, trial.attempts(), trial.tried(), replay);
            parked = parked.isEmpty() ? new ArrayList<>(2) : parked;
            parked.add(letter);
            parts.metrics().parked(lane.key.consumer(), reason);
            progress.parked(event.weight());
        }
        progress.touch(lane);
    }

    /** Keeps an attempt for the delivery log. */
    void attempted(List<Event> events, int number, Attempt attempt) {
        progress.attempted(new LaneStore.Delivery(
                lane.owner, lane.key, lane.instance.tenantNo(), events.get(0).seq(), events.size(), number, attempt));
    }

    LaneStore.Progress snapshot(LaneStore.Trial head) {
        return new LaneStore.Progress(
                lane.owner,
                lane.key,
                lane.instance.tenantNo(),
                cursor.through(),
                cursor.ranges(),
                head,
                parked.isEmpty() ? List.of() : List.copyOf(parked));
    }

    /** The first so many dead letters are written, or never will be. */
    void written(int letters) {
        for (var letter : parked.subList(0, letters)) {
            progress.unparked(letter.event().weight());
        }
        if (letters > 0) {
            parked = letters == parked.size() ? List.of() : new ArrayList<>(parked.subList(letters, parked.size()));
        }
    }

    int parked() {
        return parked.size();
    }
}
