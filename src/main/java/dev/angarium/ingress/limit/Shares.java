package dev.angarium.ingress.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * No connection holds more than half of the byte budget with its large bodies, so that one that floods leaves the others
 * room. Small bodies are not counted: the buffers of the instances bound them. Safe from all event loops; knows only
 * connections with a large body under way.
 */
public final class Shares {
    private final long most;
    private final Map<Integer, Long> held = new ConcurrentHashMap<>();

    public Shares(long budget) {
        this.most = budget / 2;
    }

    /** A connection without any other large body may always have one. */
    public boolean take(int connectionNo, int bytes) {
        var taken = new boolean[1];
        held.compute(connectionNo, (no, before) -> {
            taken[0] = before == null || before + bytes <= most;
            return taken[0] ? (before == null ? 0 : before) + bytes : before;
        });
        return taken[0];
    }

    public void giveBack(int connectionNo, int bytes) {
        held.computeIfPresent(connectionNo, (no, before) -> before == bytes ? null : Long.valueOf(before - bytes));
    }
}
