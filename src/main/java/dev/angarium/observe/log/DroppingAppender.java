package dev.angarium.observe.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands lines to a thread of its own and drops, counted, what does not fit the queue: a blocked standard output never
 * blocks an event loop.
 */
public final class DroppingAppender extends AsyncAppender {
    private final LongAdder dropped = new LongAdder();

    public DroppingAppender() {
        setNeverBlock(true);
        setIncludeCallerData(false);
        setDiscardingThreshold(0);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (getRemainingCapacity() == 0) {
            dropped.increment();
        } else {
            super.append(event);
        }
    }

    long dropped() {
        return dropped.sum();
    }
}
