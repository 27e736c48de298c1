package dev.angarium.lane.engine;

import dev.angarium.lane.LaneKey;
import dev.angarium.lane.LaneStatus;
import dev.angarium.lane.guard.Breaker;
import dev.angarium.lane.guard.Endpoint;
import dev.angarium.lane.guard.Turn;
import org.jspecify.annotations.Nullable;

/**
 * What a step has to pass: the breaker, then the consumer's pace, then a slot of the endpoint. It waits for each at most
 * once at a time and wakes its lane when the wait is over.
 */
final class Gate implements Turn {
    private final Parts parts;
    private final Outlet outlet;
    private final Endpoint endpoint;
    private final LaneKey lane;
    private final Runnable wake;
    private @Nullable Breaker breaker; // null while healthy
    private boolean probeWanted;
    private boolean probeHeld;
    private boolean paceWanted;
    private boolean slotWanted;
    private boolean slotHeld;
    private boolean closed;

    Gate(Parts parts, Outlet outlet, Endpoint endpoint, LaneKey lane, Runnable wake) {
        this.parts = parts;
        this.outlet = outlet;
        this.endpoint = endpoint;
        this.lane = lane;
        this.wake = wake;
    }

    /** What a step carries to tell the gate how it ended. */
    enum Pass {
        STEP,
        PROBE
    }

    /**
     * A pass for one step, to be given back with {@link #leave}; null: the lane is woken when it may ask again.
     *
     * @param again whether what it carries has failed before: that is held while the consumer seems to be down
     */
    @Nullable
    Pass enter(int underWay, boolean again) {
        if (again && !closed && state() == LaneStatus.Breaker.CLOSED && consumerIsDown()) {
            used().open(outlet.successes());
        }
        if (closed || !breakerAllows(underWay) || !paceAllows() || !slotIsThere()) {
            return null;
        }
        outlet.pace.take();
        if (probeHeld) {
            probeHeld = false;
            return Pass.PROBE;
        }
        return Pass.STEP;
    }

    /** The step succeeded. */
    void succeeded(Pass pass) {
        if (isAtHome()) {
            outlet.succeeded();
        }
        if (breaker != null) {
            breaker.succeeded();
            breaker = null;
        }
        if (pass == Pass.PROBE) {
            endpoint.probed(true);
        }
    }

    /** The step failed. @return whether that uses an attempt up */
    boolean failed(Pass pass, boolean ofThisEvent) {
        var known = used();
        var counts = ofThisEvent || (pass == Pass.STEP ? !consumerIsDown() : outlet.successes() > known.mark());
        if (isAtHome() && !ofThisEvent) {
            outlet.failed();
        }
        known.failed(outlet.successes());
        if (!ofThisEvent && consumerIsDown()) {
            known.open(outlet.successes());
        }
        if (pass == Pass.PROBE) {
            endpoint.probed(false);
        }
        return counts;
    }

    /** The step is over. */
    void leave() {
        endpoint.release();
    }

    LaneStatus.Breaker state() {
        return breaker == null ? LaneStatus.Breaker.CLOSED : breaker.state();
    }

    /** Nothing passes any more; steps under way still leave. */
    void close() {
        closed = true;
        if (breaker != null) {
            breaker.close();
            breaker = null;
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public int tenantNo() {
        return outlet.consumer().tenantNo();
    }

    @Override
    public boolean slotGranted() {
        slotWanted = false;
        if (closed) {
            return false;
        }
        slotHeld = true;
        wake.run();
        var used = !slotHeld;
        slotHeld = false;
        return used;
    }

    @Override
    public boolean probeGranted() {
        probeWanted = false;
        if (closed || state() != LaneStatus.Breaker.HALF_OPEN) {
            return false;
        }
        probeHeld = true;
        wake.run();
        return true;
    }

    @Override
    public void paceGranted() {
        paceWanted = false;
        if (!closed) {
            wake.run();
        }
    }

    private boolean breakerAllows(int underWay) {
        return switch (state()) {
            case CLOSED -> true;
            case OPEN -> false;
            case HALF_OPEN -> underWay == 0 && probeIsThere();
        };
    }

    private boolean probeIsThere() {
        if (!probeHeld && !probeWanted) {
            probeHeld = endpoint.probe(this);
            probeWanted = !probeHeld;
        }
        return probeHeld;
    }

    private boolean paceAllows() {
        if (paceWanted) {
            return false;
        }
        var ready = outlet.pace.ready(this);
        paceWanted = !ready;
        return ready;
    }

    private boolean slotIsThere() {
        if (slotHeld) {
            slotHeld = false;
            return true;
        }
        if (probeHeld) {
            endpoint.occupy();
            return true;
        }
        if (!slotWanted) {
            var got = endpoint.acquire(this);
            slotWanted = !got;
            return got;
        }
        return false;
    }

    /** So many steps of its lanes failed in a row that it is the consumer, not what it is sent. */
    private boolean consumerIsDown() {
        return parts.breaker().enabled()
                && isAtHome()
                && outlet.failuresInARow() >= parts.breaker().maxFailures();
    }

    /** A replay to another address tells nothing of the consumer's own, and the other way round. */
    private boolean isAtHome() {
        return endpoint == outlet.endpoint();
    }

    private Breaker used() {
        if (breaker != null) {
            return breaker;
        }
        var made = new Breaker(parts.breaker(), parts.time(), this::changed);
        breaker = made;
        return made;
    }

    private void changed(LaneStatus.Breaker from, LaneStatus.Breaker to) {
        parts.metrics().breaker(lane, from, to);
        if (to == LaneStatus.Breaker.HALF_OPEN) {
            wake.run();
        }
    }
}
