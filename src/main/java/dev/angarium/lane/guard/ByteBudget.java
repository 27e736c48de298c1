package dev.angarium.lane.guard;

/** The bytes of events that all lanes hold (LANES_MAX_BYTES). */
public final class ByteBudget {
    private final long max;
    private long used;

    public ByteBudget(long max) {
        this.max = max;
    }

    public void take(long bytes) {
        used += bytes;
    }

    public void release(long bytes) {
        used -= bytes;
    }

    public long used() {
        return used;
    }

    /** Whether so many more fit. */
    public boolean hasRoom(long bytes) {
        return used + bytes <= max;
    }

    /** More than half is used: who waits anyway gives up what it holds, so that the other half stays for the rest. */
    public boolean tight() {
        return used > max / 2;
    }
}
