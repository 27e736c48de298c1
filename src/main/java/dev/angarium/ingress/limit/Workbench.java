package dev.angarium.ingress.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * Where bodies are checked and read: small ones on the event loop, for a hop costs more than they do; large ones on a few
 * worker threads. What waits for a worker is bounded by the byte budget, which holds each of these bodies.
 */
public final class Workbench {
    /** A body above this is large. */
    public static final int SMALL_BYTES = 64 << 10;

    /** More events than this are large, however few bytes they came in. */
    public static final int SMALL_EVENTS = 1_000;

    private static final int THREADS = 2;

    private final WorkerExecutor workers;

    public Workbench(Vertx vertx) {
        workers = vertx.createSharedWorkerExecutor("ingress-bodies", THREADS);
    }

    /** Ends on the caller's context. */
    public <T> Future<T> run(boolean large, Callable<T> work) {
        return large ? workers.executeBlocking(work, false) : here(work);
    }

    private static <T> Future<T> here(Callable<T> work) {
        try {
            return Future.succeededFuture(work.call());
        } catch (Exception failure) {
            return Future.failedFuture(failure);
        }
    }
}
