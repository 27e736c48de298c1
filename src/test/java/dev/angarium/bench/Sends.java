package dev.angarium.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/** When each message was sent, for the sink's latency: a ring, since only recent ones are still under way. */
final class Sends {
    private final AtomicLongArray nanos = new AtomicLongArray(1 << 20);

    void sent(long message, long at) {
        nanos.lazySet((int) (message & (nanos.length() - 1)), at);
    }

    long sentAt(long message) {
        return nanos.get((int) (message & (nanos.length() - 1)));
    }
}
