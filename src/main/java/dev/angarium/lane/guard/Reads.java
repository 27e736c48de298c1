package dev.angarium.lane.guard;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Reads of the log, a few at once and in the order they were asked for; a lane asks for one at a time. */
public final class Reads {
    private final Home home;
    private final int max;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean starting;

    public Reads(Home home, int max) {
        this.home = home;
        this.max = max;
    }

    public <T> void read(Supplier<Future<T>> read, Handler<AsyncResult<T>> handler) {
        waiting.add(() -> home.when(safely(read), result -> {
            underWay--;
            handler.handle(result);
            start();
        }));
        start();
    }

    private static <T> Future<T> safely(Supplier<Future<T>> read) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void start() {
        if (starting) {
            return;
        }
        starting = true;
        while (underWay < max && !waiting.isEmpty()) {
            underWay++;
            waiting.remove().run();
        }
        starting = false;
    }
}
