package dev.angarium.lane.engine;

import dev.angarium.event.Event;
import dev.angarium.lane.DeadLetter;
import dev.angarium.lane.LaneRules;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.LaneStore;
import dev.angarium.lane.Step;
import dev.angarium.lane.StepResult;
import dev.angarium.lane.window.Strand;
import dev.angarium.lane.window.Trial;
import dev.angarium.lane.window.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The live steps of one lane: which is next, when it may be made, and what its outcome means. */
final class Steps {
    private final Lane lane;
    private final Parts parts;
    private final Ledger ledger;
    private Gate gate;
    private Window window;

    Steps(Lane lane, Parts parts, Ledger ledger) {
        this.lane = lane;
        this.parts = parts;
        this.ledger = ledger;
        this.gate = newGate();
        this.window = newWindow(Map.of());
    }

    Window window() {
        return window;
    }

    Gate gate() {
        return gate;
    }

    /** Makes the next step if there is one. @return whether there may be more to do now */
    boolean once() {
        var strand = window.peek();
        if (strand == null) {
            return false;
        }
        if (strand.loaded.isEmpty()) {
            lane.intake().refill(strand);
            return true;
        }
        var next = window.take(strand);
        window.recall(next);
        var head = next.loaded.element();
        if (isExpired(head.receivedAt())) {
            park(next, next.trial == null ? List.of(head) : next.next(1), DeadLetter.EXPIRED);
            return true;
        }
        return hasToWait(next) || lane.intake().refillsFor(next) || start(next);
    }

    private boolean hasToWait(Strand strand) {
        if (strand.trial == null) {
            delayFirst(strand);
        }
        if (strand.trial == null || strand.trial.isDue()) {
            return false;
        }
        sleep(strand, strand.trial);
        return true;
    }

    private boolean start(Strand strand) {
        var pass = gate.enter(lane.stepsUnderWay(), strand.trial != null && strand.trial.wasTried());
        if (pass == null) {
            return false;
        }
        var events = window.begin(strand);
        var number = strand.trial == null ? 1 : strand.trial.attempts() + 1;
        if (strand.trial != null) {
            strand.trial.count(events.size());
        }
        var running = new Running(strand, events, number, gate, pass, window);
        lane.stepBegan();
        Attempts.make(
                parts,
                lane.outlet.consumer(),
                new Step(lane.key, events, number, false),
                result -> ended(running, result));
        return true;
    }

    private record Running(Strand strand, List<Event> events, int number, Gate gate, Gate.Pass pass, Window window) {}

    private void ended(Running running, StepResult result) {
        lane.stepEnded();
        running.window().end(running.strand());
        ledger.attempted(running.events(), running.number(), result.attempt());
        switch (result.kind()) {
            case DONE -> succeeded(running);
            case FAILED -> failed(running, result);
            case GONE -> gone(running);
        }
        running.gate().leave();
        lane.pump();
    }

    private void succeeded(Running running) {
        running.gate().succeeded(running.pass());
        var now = parts.time().millis();
        for (var event : running.events()) {
            parts.metrics().delivered(lane.key.consumer(), Math.max(0, now - event.receivedAt()));
        }
        if (running.window() == window) {
            window.settled(running.strand(), running.events().size());
        }
        ledger.settle(running.events());
    }

    private void failed(Running running, StepResult result) {
        var usedUp = running.gate().failed(running.pass(), result.ofThisEvent());
        if (running.window() != window) {
            return; // the lane has ended: tried again by whoever has it next
        }
        var strand = running.strand();
        var trial = strand.trial == null ? new Trial(running.events().size()) : strand.trial;
        strand.trial = trial;
        trial.add(result.attempt(), usedUp);
        if (trial.attempts() >= rules().maxAttempts()) {
            park(strand, running.events(), DeadLetter.ATTEMPTS);
            return;
        }
        parts.metrics().retried(lane.key.consumer());
        trial.waitUntil(parts.time().nanos() + nanosToWait(trial, result.retryAfter()));
        ledger.tried();
        sleep(strand, trial);
    }

    /** An open breaker has its own schedule: of the event's only what the other side asked for is left. */
    private long nanosToWait(Trial trial, Optional<Duration> retryAfter) {
        return gate.state() == LaneStatus.Breaker.CLOSED
                ? parts.schedule().nanosBefore(rules(), trial.attempts() + 1, retryAfter)
                : parts.schedule().nanosAsked(retryAfter);
    }

    private void gone(Running running) {
        if (running.window() == window) {
            window.again(running.strand());
            lane.consumerGone();
        }
    }

    private void delayFirst(Strand strand) {
        var nanos = parts.schedule().nanosBefore(rules(), 1);
        if (nanos > 0) {
            var trial = new Trial(strand.next(rules().batch()).size());
            trial.waitUntil(parts.time().nanos() + nanos);
            strand.trial = trial;
        }
    }

    private void sleep(Strand strand, Trial trial) {
        var nanos = trial.dueAt() - parts.time().nanos();
        if (nanos <= 0) {
            wake(strand, trial);
            return;
        }
        trial.armed(parts.time().after(Duration.ofNanos(nanos), () -> {
            wake(strand, trial);
            lane.pump();
        }));
        window.again(strand);
        if (parts.memory().tight()) {
            window.forget(strand);
        }
    }

    private void wake(Strand strand, Trial trial) {
        trial.wake();
        window.again(strand);
    }

    private void park(Strand strand, List<Event> events, String reason) {
        var trial = strand.trial == null ? new Trial(1) : strand.trial;
        trial.disarm();
        ledger.park(events, reason, trial, false);
        window.settled(strand, events.size());
        ledger.settle(events);
    }

    /** Ends the wait of what got too old, and lets go what is only held while memory is tight. */
    void tick() {
        for (var strand : window.strands()) {
            if (strand.trial != null
                    && !strand.trial.isDue()
                    && !strand.isEmpty()
                    && isExpired(strand.firstReceivedAt())) {
                wake(strand, strand.trial);
            }
        }
        if (gate.state() != LaneStatus.Breaker.CLOSED && parts.memory().tight() && window.underWay() == 0) {
            window.forgetAll();
        }
    }

    private boolean isExpired(long receivedAt) {
        return parts.clock().millis() - receivedAt > rules().maxAge().toMillis();
    }

    /** Starts with what was known of the head before a restart. */
    void recall(LaneStore.Trial written) {
        if (written.attempts() == 0 && written.tried().isEmpty()) {
            return;
        }
        var trial = new Trial(written.count(), written.attempts(), written.tried());
        var millis = Math.max(0, written.retryAt() - parts.clock().millis());
        var nanos = Math.min(millis * 1_000_000, parts.schedule().nanosMax(rules()));
        trial.waitUntil(parts.time().nanos() + nanos);
        var known = new HashMap<Long, Trial>();
        known.put(ledger.cursor().through() + 1, trial);
        window = newWindow(known);
    }

    /** Forgets all events, by the rules as they are now; what was tried stays known. */
    void renew() {
        window = newWindow(window.close());
        if (gate.endpoint() != lane.outlet.endpoint()) {
            gate.close();
            gate = newGate();
        }
    }

    /** Nothing is begun any more. */
    void close() {
        gate.close();
        window = newWindow(window.close());
    }

    LaneStore.Trial head() {
        var trial = window.trialOf(ledger.cursor().through() + 1);
        return trial == null
                ? LaneStore.Trial.NONE
                : new LaneStore.Trial(trial.count(), trial.attempts(), dueMillis(trial), trial.tried());
    }

    private long dueMillis(@Nullable Trial trial) {
        return trial == null || trial.isDue()
                ? 0
                : parts.clock().millis() + (trial.dueAt() - parts.time().nanos()) / 1_000_000;
    }

    private LaneRules rules() {
        return lane.outlet.consumer().rules();
    }

    private Gate newGate() {
        return new Gate(parts, lane.outlet, lane.outlet.endpoint(), lane.key, lane::pump);
    }

    private Window newWindow(Map<Long, Trial> known) {
        return new Window(rules(), parts.limits(), parts.memory(), known);
    }
}
