package dev.angarium.lane.engine;

import dev.angarium.event.Event;
import dev.angarium.event.InstanceRef;
import dev.angarium.event.OwnedPartition;
import dev.angarium.lane.Cursor;
import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.LaneStore;
import dev.angarium.lane.Ordering;
import dev.angarium.lane.ReplayOrder;
import org.jspecify.annotations.Nullable;

/**
 * One lane. {@link Intake} brings the events in, {@link Steps} makes the steps, {@link Ledger} knows what is settled; the
 * loop that drives them is here: whoever changes something calls {@link #pump()}.
 */
final class Lane {
    private static final int REPLAY_TURN = 4; // in order by instance a replay waits for at most so many live steps

    final LaneKey key;
    final InstanceRef instance;
    final Outlet outlet;
    private final Parts parts;
    private final Host host;
    private final Ledger ledger;
    private final Intake intake;
    private final Steps steps;
    private State state = State.OPENING;
    private boolean renewing;
    private boolean pumping;
    private boolean pumpAgain;
    private int stepsUnderWay;
    private int stepsSinceReplay;
    private Replay.@Nullable Queue replays;

    /** Its partition, by the epoch it is held with now. */
    OwnedPartition owner;

    /** Waits in the queue of what is to be written; the queue's own mark. */
    boolean dirty;

    /** Is being written; the queue's own mark. */
    boolean writing;

    /** Monotonic nanoseconds when it last had something to do. */
    long usedAt;

    Lane(InstanceRef instance, OwnedPartition owner, Outlet outlet, Parts parts, Progress progress, Host host) {
        this.key = new LaneKey(outlet.consumer().no(), instance.no());
        this.instance = instance;
        this.owner = owner;
        this.outlet = outlet;
        this.parts = parts;
        this.host = host;
        this.usedAt = parts.time().nanos();
        this.ledger = new Ledger(this, parts, progress);
        this.intake = new Intake(this, parts);
        this.steps = new Steps(this, parts, ledger);
    }

    /** What a lane needs of those who keep it. */
    interface Host {
        /** It has ended, and nothing of it is under way or unwritten. */
        void finished(Lane lane);

        /** The consumer answered 410. */
        void gone(Outlet outlet);

        /** No new steps anywhere. */
        boolean stopping();
    }

    private enum State {
        OPENING,
        LIVE,
        ENDED
    }

    /** Its cursor is known, null: never written. It begins. */
    void open(LaneStore.@Nullable Saved saved) {
        if (state != State.OPENING) {
            return;
        }
        state = State.LIVE;
        if (saved != null) {
            ledger.open(Cursor.parse(saved.through(), saved.ranges()));
            steps.recall(saved.trial());
        }
        intake.open(ledger.cursor().through());
        pump();
    }

    /** A committed event, from memory. The caller pumps once it has no more. */
    void offer(Event event) {
        intake.offer(event);
    }

    /** Takes in the event that follows. @return false where there is no room for it */
    boolean take(Event event) {
        if (ledger.cursor().isSettled(event.seq())) {
            return true;
        }
        if (!outlet.consumer().wants(event)) {
            parts.metrics().filtered(key.consumer());
            ledger.settle(event.seq(), event.seq());
            return true;
        }
        if (!steps.window().hasRoom(event.weight())) {
            return false;
        }
        steps.window().add(event);
        return true;
    }

    /** The log does not have these any more. @return how many of them were open */
    long skip(long first, long last) {
        var open = ledger.cursor().unsettled(first, last);
        ledger.settle(first, last);
        return open;
    }

    void replay(Replay replay) {
        if (replays == null) {
            replays = new Replay.Queue();
        }
        replays.add(replay);
        pump();
    }

    /** Does all that can be done now. */
    void pump() {
        if (pumping) {
            pumpAgain = true;
            return;
        }
        pumping = true;
        do {
            pumpAgain = false;
            drain();
        } while (pumpAgain);
        pumping = false;
        if (state == State.ENDED) {
            finish();
        }
    }

    private void drain() {
        usedAt = parts.time().nanos();
        if (renewing && stepsUnderWay == 0) {
            renewing = false;
            steps.renew();
            intake.open(ledger.cursor().through());
        }
        if (replays != null && mayStep()) {
            replays.prepare();
        }
        while (mayStep() && !replayHasTurn() && steps.once()) {
            stepsSinceReplay++;
        }
        if (isLive()) {
            intake.readMore();
        }
        if (replays != null && mayStep() && !(isInOrder() && stepsUnderWay > 0)) {
            stepReplay(replays);
        }
    }

    private boolean mayStep() {
        return isLive() && outlet.runs() && !host.stopping() && ledger.hasRoom();
    }

    private boolean replayHasTurn() {
        return replays != null
                && isInOrder()
                && (replays.isUnderWay() || (stepsSinceReplay >= REPLAY_TURN && replays.canStep()));
    }

    private void stepReplay(Replay.Queue waiting) {
        var hadTurn = replayHasTurn();
        waiting.step();
        stepsSinceReplay = 0;
        if (waiting.isEmpty()) {
            replays = null;
        }
        pumpAgain |= hadTurn && !waiting.isUnderWay(); // its gate is closed: live steps do not wait for that
    }

    private boolean isInOrder() {
        return outlet.consumer().rules().ordering() == Ordering.INSTANCE;
    }

    void stepBegan() {
        stepsUnderWay++;
    }

    void stepEnded() {
        stepsUnderWay--;
    }

    int stepsUnderWay() {
        return stepsUnderWay;
    }

    void consumerGone() {
        host.gone(outlet);
    }

    /** Looks at ages and memory. */
    void tick() {
        if (mayStep() && !steps.window().isEmpty()) {
            steps.tick();
            pump();
        }
    }

    /** The consumer is something else from now on. What is under way ends as it began. */
    void renew() {
        renewing = state == State.LIVE;
        pump();
    }

    /** No more steps. What is under way may still settle, and that is still written. */
    void end(ReplayOrder.End why) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        steps.close();
        intake.close();
        if (replays != null) {
            replays.end(why);
            replays = null;
        }
        pump();
    }

    /** The node stops: replays end here, live steps begin no more. */
    void stop() {
        if (replays != null) {
            replays.end(ReplayOrder.End.STOPPED);
            replays = null;
        }
    }

    /** What it parked or settled and did not write yet is not written: somebody else has it, or nobody wants it. */
    void discard() {
        ledger.written(ledger.parked());
    }

    /** So many dead letters, and the cursor as it was then, are written. */
    void written(int letters) {
        ledger.written(letters);
        if (letters > 0 || state == State.ENDED) {
            pump();
        }
    }

    private void finish() {
        if (stepsUnderWay == 0 && !dirty && !writing) {
            host.finished(this);
        }
    }

    boolean isOpening() {
        return state == State.OPENING;
    }

    boolean isLive() {
        return state == State.LIVE && !renewing;
    }

    boolean isOver() {
        return state == State.ENDED;
    }

    /** Whether its cursor says all there is to say of it. */
    boolean isIdle() {
        return isLive()
                && stepsUnderWay == 0
                && !dirty
                && !writing
                && replays == null
                && steps.window().isEmpty()
                && steps.gate().state() == LaneStatus.Breaker.CLOSED
                && intake.isIdle();
    }

    /** Whether it waits for a dead endpoint, and all that is known of it is written. */
    boolean isHeld() {
        return isLive()
                && stepsUnderWay == 0
                && !dirty
                && !writing
                && replays == null
                && steps.gate().state() != LaneStatus.Breaker.CLOSED;
    }

    Steps steps() {
        return steps;
    }

    Intake intake() {
        return intake;
    }

    Ledger ledger() {
        return ledger;
    }

    LaneStore.Progress snapshot() {
        return ledger.snapshot(steps.head());
    }

    long lag() {
        return Math.max(0, intake.tail() - ledger.cursor().through());
    }

    LaneStatus.Standing standing(long seq) {
        return !isLive() || ledger.cursor().isSettled(seq)
                ? LaneStatus.Standing.UNKNOWN
                : steps.window().standing(seq);
    }

    LaneStatus status() {
        var head = steps.head();
        return new LaneStatus(
                key,
                ledger.cursor().through(),
                intake.tail(),
                ledger.cursor().rangeCount(),
                stepsUnderWay,
                head.attempts(),
                head.retryAt(),
                steps.gate().state(),
                held(),
                intake.lost());
    }

    private LaneStatus.Held held() {
        if (outlet.isGone()) {
            return LaneStatus.Held.GONE;
        }
        if (!outlet.runs()) {
            return LaneStatus.Held.PAUSED;
        }
        return steps.gate().state() == LaneStatus.Breaker.CLOSED ? LaneStatus.Held.NOT : LaneStatus.Held.BREAKER;
    }
}
