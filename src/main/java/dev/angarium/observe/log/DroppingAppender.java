package dev.angarium.observe.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to standard output on a thread of its own, all that are there with one call, forty times a second. Who logs
 * neither waits nor wakes anybody: a blocked standard output never blocks an event loop, and what does not fit the queue
 * is dropped, counted.
 */
public final class DroppingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int PERIOD_MILLIS = 25;
    private static final int WRITE_BYTES = 256 << 10;

    private final Queue<ILoggingEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final JsonText lines = new JsonText(WRITE_BYTES);
    private final JsonLineEncoder encoder = new JsonLineEncoder();
    private final OutputStream out;
    private int queueSize = 8192;
    private @Nullable ScheduledExecutorService writer;

    /** Called by the configuration: to standard output. */
    public DroppingAppender() {
        this(ConsoleTarget.SystemOut.getStream());
    }

    DroppingAppender(OutputStream out) {
        this.out = out;
    }

    /** Called by the configuration. */
    public void setQueueSize(int events) {
        queueSize = events;
    }

    @Override
    public void start() {
        var made = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "angarium-log");
            thread.setDaemon(true);
            return thread;
        });
        made.scheduleWithFixedDelay(this::write, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        writer = made;
        super.start();
    }

    /** Writes out what is queued, for at most a second. */
    @Override
    public void stop() {
        super.stop();
        if (writer == null) {
            return;
        }
        writer.execute(this::write);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(1, TimeUnit.SECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (queued.get() >= queueSize) {
            dropped.increment();
        } else {
            queued.incrementAndGet();
            queue.add(event);
        }
    }

    long dropped() {
        return dropped.sum();
    }

    /** On the writer's thread, which alone has the buffer and the encoder. */
    private void write() {
        for (var event = queue.poll(); event != null; event = queue.poll()) {
            queued.decrementAndGet();
            encoder.write(event, lines);
            if (lines.size() >= WRITE_BYTES) {
                flush();
            }
        }
        if (lines.size() > 0) {
            flush();
        }
    }

    private void flush() {
        try {
            out.write(lines.buffer(), 0, lines.size());
            out.flush();
        } catch (IOException lost) {
            addError("standard output is gone", lost);
        } finally {
            lines.reset();
        }
    }
}
