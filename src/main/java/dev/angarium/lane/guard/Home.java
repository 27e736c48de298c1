package dev.angarium.lane.guard;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** The context that made the lanes and owns their state. Without one (a test) it is the calling thread. */
public final class Home {
    private final @Nullable Context context = Vertx.currentContext();
    private final Thread owner = Thread.currentThread();

    /** Hands the result over at home, at once where the future completes there. */
    public <T> void when(Future<T> future, Handler<AsyncResult<T>> handler) {
        future.onComplete(result -> run(() -> handler.handle(result)));
    }

    public void run(Runnable action) {
        if (context == null || Thread.currentThread() == owner) {
            action.run();
        } else {
            context.runOnContext(go -> action.run());
        }
    }
}
