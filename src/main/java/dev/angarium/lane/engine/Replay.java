package dev.angarium.lane.engine;

import dev.angarium.event.Event;
import dev.angarium.lane.DeadLetter;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.ReplayOrder;
import dev.angarium.lane.Step;
import dev.angarium.lane.StepResult;
import dev.angarium.lane.guard.Endpoint;
import dev.angarium.lane.guard.Endpoints;
import dev.angarium.lane.window.Trial;
import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.time.Time;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One order under way. It has its own attempts, and its own breaker, because it may go elsewhere; where it goes to the
 * lane's own endpoint it waits while the lane's live events are held.
 */
final class Replay {
    private static final Log LOG = Log.of(Replay.class);
    private static final Duration READ_AGAIN = Duration.ofSeconds(1);

    private final ReplayOrder order;
    private final Lane lane;
    private final Parts parts;
    private final Endpoints endpoints;
    private final Endpoint endpoint;
    private final Gate gate;
    private final ArrayDeque<Event> loaded = new ArrayDeque<>();
    private long takenTo;
    private long delivered;
    private long parked;
    private boolean exhausted;
    private boolean reading;
    private boolean underWay;
    private boolean over;
    private @Nullable Trial trial;
    private Time.@Nullable Timer readTimer;

    Replay(ReplayOrder order, Lane lane, Parts parts, Endpoints endpoints) {
        this.order = order;
        this.lane = lane;
        this.parts = parts;
        this.endpoints = endpoints;
        this.endpoint = endpoints.join(order.consumer().endpoint());
        this.gate = new Gate(parts, lane.outlet, endpoint, lane.key, lane::pump);
        this.takenTo = order.fromSeq() - 1;
        if (!order.events().isEmpty()) {
            order.events().forEach(this::keep);
            exhausted = true;
        }
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** Whether nothing but its turn and its gate keeps it from a step. */
    boolean canStep() {
        return !underWay && !loaded.isEmpty() && (trial == null || trial.isDue()) && !laneIsHeld();
    }

    /** Makes the next step if it may. @return whether it is over */
    boolean step() {
        if (!underWay && loaded.isEmpty() && exhausted) {
            end(ReplayOrder.End.DONE);
            return true;
        }
        readMore();
        if (canStep()) {
            var pass = gate.enter(lane.stepsUnderWay(), trial != null && trial.wasTried());
            if (pass != null) {
                start(pass);
            }
        }
        return over;
    }

    void end(ReplayOrder.End why) {
        if (over) {
            return;
        }
        over = true;
        loaded.forEach(event -> parts.memory().release(event.weight()));
        loaded.clear();
        gate.close();
        endpoints.leave(endpoint);
        if (trial != null) {
            trial.disarm();
        }
        if (readTimer != null) {
            readTimer.cancel();
        }
        order.listener().ended(why);
    }

    private boolean laneIsHeld() {
        return endpoint == lane.steps().gate().endpoint()
                && lane.steps().gate().state() != LaneStatus.Breaker.CLOSED
                && !lane.steps().window().isEmpty();
    }

    private void start(Gate.Pass pass) {
        var events = next();
        var number = trial == null ? 1 : trial.attempts() + 1;
        underWay = true;
        lane.stepBegan();
        Attempts.make(
                parts,
                order.consumer(),
                new Step(lane.key, events, number, true),
                result -> ended(events, number, pass, result));
    }

    private List<Event> next() {
        var count = trial == null ? order.consumer().rules().batch() : trial.count();
        var events = new ArrayList<Event>(Math.min(count, loaded.size()));
        for (var event : loaded) {
            if (events.size() == count) {
                break;
            }
            events.add(event);
        }
        return List.copyOf(events);
    }

    private void ended(List<Event> events, int number, Gate.Pass pass, StepResult result) {
        underWay = false;
        lane.stepEnded();
        lane.ledger().attempted(events, number, result.attempt());
        switch (result.kind()) {
            case DONE -> succeeded(events, pass);
            case FAILED -> failed(events, pass, result);
            case GONE -> lane.consumerGone();
        }
        endpoint.release();
        lane.pump();
    }

    private void succeeded(List<Event> events, Gate.Pass pass) {
        gate.succeeded(pass);
        delivered += events.size();
        passed(events);
    }

    private void failed(List<Event> events, Gate.Pass pass, StepResult result) {
        var usedUp = gate.failed(pass, result.ofThisEvent());
        if (over) {
            return;
        }
        var known = trial == null ? new Trial(events.size()) : trial;
        trial = known;
        known.add(result.attempt(), usedUp);
        var rules = order.consumer().rules();
        if (known.attempts() >= rules.maxAttempts()) {
            lane.ledger().park(events, DeadLetter.ATTEMPTS, known, true);
            parked += events.size();
            passed(events);
            return;
        }
        parts.metrics().retried(lane.key.consumer());
        var nanos = gate.state() == LaneStatus.Breaker.CLOSED
                ? parts.schedule().nanosBefore(rules, known.attempts() + 1, result.retryAfter())
                : parts.schedule().nanosAsked(result.retryAfter());
        sleep(known, nanos);
    }

    private void sleep(Trial known, long nanos) {
        if (nanos > 0) {
            known.waitUntil(parts.time().nanos() + nanos);
            known.armed(parts.time().after(Duration.ofNanos(nanos), () -> {
                known.wake();
                lane.pump();
            }));
        }
    }

    private void passed(List<Event> events) {
        trial = null;
        if (over) {
            return;
        }
        for (var event : events) {
            parts.memory().release(event.weight());
            loaded.remove();
        }
        order.listener().progress(events.get(events.size() - 1).seq(), delivered, parked);
    }

    private void readMore() {
        if (reading || exhausted || over || !loaded.isEmpty()) {
            return;
        }
        reading = true;
        var limit = parts.memory().hasRoom(1) ? parts.limits().laneEvents() : 1;
        parts.reads()
                .read(
                        () -> parts.reader()
                                .after(
                                        lane.instance,
                                        takenTo,
                                        limit,
                                        parts.limits().readBytes()),
                        this::read);
    }

    private void read(AsyncResult<List<Event>> result) {
        if (over) {
            return;
        }
        if (result.failed()) {
            LOG.warn(
                    "a replay cannot read the log",
                    Fields.of().consumer(lane.key.consumer()).instanceId(lane.instance.id()),
                    result.cause());
            readTimer = parts.time().after(READ_AGAIN, this::readAgain);
            return;
        }
        var events = result.result();
        exhausted = events.isEmpty();
        for (var event : events) {
            takenTo = event.seq();
            exhausted |= event.seq() >= order.untilSeq();
            if (event.seq() <= order.untilSeq() && order.wanted().test(event)) {
                keep(event);
            }
        }
        readAgain();
    }

    private void readAgain() {
        readTimer = null;
        reading = false;
        lane.pump();
    }

    private void keep(Event event) {
        parts.memory().take(event.weight());
        loaded.add(event);
    }

    /** The replays a lane was asked for, one after the other. */
    static final class Queue {
        private final ArrayDeque<Replay> waiting = new ArrayDeque<>(1);

        void add(Replay replay) {
            waiting.add(replay);
        }

        boolean isEmpty() {
            return waiting.isEmpty();
        }

        boolean isUnderWay() {
            var first = waiting.peek();
            return first != null && first.isUnderWay();
        }

        boolean canStep() {
            var first = waiting.peek();
            return first != null && first.canStep();
        }

        /** Has the first one's next events at hand. */
        void prepare() {
            var first = waiting.peek();
            if (first != null) {
                first.readMore();
            }
        }

        /** Makes the first one's next step, or ends it and goes on with the next. */
        void step() {
            while (!waiting.isEmpty() && waiting.element().step()) {
                waiting.remove();
            }
        }

        void end(ReplayOrder.End why) {
            waiting.forEach(replay -> replay.end(why));
            waiting.clear();
        }
    }
}
