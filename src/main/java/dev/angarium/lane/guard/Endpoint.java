package dev.angarium.lane.guard;

import dev.angarium.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all lanes to one endpoint share. Slots bound the steps under way; who waits is drawn round-robin over tenants,
 * then over a tenant's lanes. Probes are made one per interval, however many lanes have an open breaker; each probe
 * that succeeds lets two more go at once, so a hundred lanes are back after seven round trips.
 */
public final class Endpoint {
    private static final int PROBES_AFTER_SUCCESS = 2;

    private final String name;
    private final Time time;
    private final int slots;
    private final Duration probeInterval;
    private final Map<Integer, ArrayDeque<Turn>> slotsWanted = new LinkedHashMap<>();
    private final ArrayDeque<Turn> probesWanted = new ArrayDeque<>();
    private int consumers;
    private int used;
    private boolean drawing;
    private long nextProbeAt;
    private int probesAllowed;
    private boolean probed;
    private Time.@Nullable Timer timer;

    Endpoint(String name, Time time, int slots, Duration probeInterval) {
        this.name = name;
        this.time = time;
        this.slots = slots;
        this.probeInterval = probeInterval;
    }

    public String name() {
        return name;
    }

    /** Steps under way. */
    public int used() {
        return used;
    }

    /** Takes a slot, or notes the turn, which must not wait already. */
    public boolean acquire(Turn turn) {
        if (used < slots && slotsWanted.isEmpty()) {
            used++;
            return true;
        }
        slotsWanted
                .computeIfAbsent(turn.tenantNo(), absent -> new ArrayDeque<>())
                .add(turn);
        return false;
    }

    /** A step that takes no part in the drawing: a probe. */
    public void occupy() {
        used++;
    }

    /** A step ended. */
    public void release() {
        used--;
        draw();
    }

    /** Whether a probe may be made now; otherwise the turn, which must not wait already, is called when it may. */
    public boolean probe(Turn turn) {
        if (probesWanted.isEmpty() && takeProbe()) {
            return true;
        }
        probesWanted.add(turn);
        armProbes();
        return false;
    }

    /** How a probe ended. */
    public void probed(boolean well) {
        if (!well) {
            return;
        }
        probesAllowed = PROBES_AFTER_SUCCESS;
        nextProbeAt = time.nanos();
        grantProbes();
        probesAllowed = 0;
    }

    void joined() {
        consumers++;
    }

    boolean left() {
        return --consumers == 0;
    }

    void close() {
        probesWanted.clear();
        slotsWanted.clear();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void draw() {
        if (drawing) {
            return;
        }
        drawing = true;
        while (used < slots && !slotsWanted.isEmpty()) {
            used++;
            if (!next().slotGranted()) {
                used--;
            }
        }
        drawing = false;
    }

    /** The first waiting lane of the first tenant, which then is the last. */
    private Turn next() {
        var first = slotsWanted.entrySet().iterator().next();
        slotsWanted.remove(first.getKey());
        var turn = first.getValue().remove();
        if (!first.getValue().isEmpty()) {
            slotsWanted.put(first.getKey(), first.getValue());
        }
        return turn;
    }

    private boolean takeProbe() {
        if (probesAllowed > 0) {
            probesAllowed--;
            return true;
        }
        if (probed && time.nanos() - nextProbeAt < 0) {
            return false;
        }
        probed = true;
        nextProbeAt = time.nanos() + probeInterval.toNanos();
        return true;
    }

    private void grantProbes() {
        while (!probesWanted.isEmpty() && takeProbe()) {
            if (!probesWanted.remove().probeGranted()) {
                nextProbeAt = time.nanos();
            }
        }
        armProbes();
    }

    private void armProbes() {
        if (timer == null && !probesWanted.isEmpty()) {
            var wait = Duration.ofNanos(Math.max(0, nextProbeAt - time.nanos()));
            timer = time.after(wait, this::probesDue);
        }
    }

    private void probesDue() {
        timer = null;
        grantProbes();
    }
}
