package dev.angarium.quality.planted.dispatch;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Planted. */
final class Sleeper {
    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }

    void joinOn(CompletableFuture<Void> future) {
        future.join();
    }

    void awaitOn(Future<Void> future) {
        future.await();
    }

    void awaitOn(CountDownLatch latch) throws InterruptedException {
        latch.await();
    }
}
