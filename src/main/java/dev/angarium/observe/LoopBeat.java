package dev.angarium.observe;

import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * Has one event loop watched. Deployed with as many instances as Vert.x has event loops there is one on each: Vert.x
 * gives the instances of a deployment to its loops in turn.
 */
public final class LoopBeat extends VerticleBase {
    private final LoopWatch watch;
    private Time.@Nullable Timer watching;

    public LoopBeat(LoopWatch watch) {
        this.watch = watch;
    }

    @Override
    public Future<?> start() {
        watching = watch.watch();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        if (watching != null) {
            watching.cancel();
        }
        return Future.succeededFuture();
    }
}
