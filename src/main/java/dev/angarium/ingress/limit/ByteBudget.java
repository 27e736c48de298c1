package dev.angarium.ingress.limit;

import dev.angarium.web.Bodies;
import java.util.concurrent.atomic.AtomicLong;

/** INGRESS_MAX_BYTES: what all bodies of a node may hold at once. Shared by all event loops, without a lock. */
public final class ByteBudget implements Bodies.Budget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    public ByteBudget(long most) {
        this.most = most;
    }

    /** A body larger than the budget itself passes while it is alone: else it would be refused for ever. */
    @Override
    public boolean acquire(int bytes, int own) {
        var before = held.get();
        while (before == own || before + bytes <= most) {
            if (held.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = held.get();
        }
        return false;
    }

    @Override
    public void release(int bytes) {
        held.addAndGet(-bytes);
    }

    /** Bytes of bodies that are being read or settled. */
    public long held() {
        return held.get();
    }
}
