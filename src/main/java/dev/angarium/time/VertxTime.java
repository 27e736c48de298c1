package dev.angarium.time;

import io.vertx.core.Vertx;
import java.time.Duration;

/** The machine's clock and Vert.x timers. */
public final class VertxTime implements Time {
    private final Vertx vertx;

    public VertxTime(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        var id = vertx.setTimer(atLeastOneMilli(delay), fired -> action.run());
        return () -> vertx.cancelTimer(id);
    }

    @Override
    public Timer every(Duration period, Runnable action) {
        var id = vertx.setPeriodic(atLeastOneMilli(period), fired -> action.run());
        return () -> vertx.cancelTimer(id);
    }

    /** Vert.x refuses a delay of zero; a started millisecond is a whole one, so that nothing runs too early. */
    private static long atLeastOneMilli(Duration delay) {
        return Math.max(1, delay.plusNanos(999_999).toMillis());
    }
}
