package dev.angarium;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The door for blocking in tests: waits on the test's own thread, never on an event loop. */
public final class Await {
    private static final int SECONDS = 20;

    private Await() {}

    /** The result, within 20 seconds; a failure is thrown as it is. */
    public static <T> T of(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw unchecked(Objects.requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            throw new AssertionError("no result within " + SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /**
     * The result of work on an event loop: where a test's own thread composes, what it waits for may have come and gone
     * before it listens.
     */
    public static <T> T onLoop(Vertx vertx, Supplier<Future<T>> work) {
        return of(Future.future(done -> vertx.runOnContext(go -> work.get().onComplete(done))));
    }

    /** The failure, within 20 seconds; a success fails the test. */
    public static Throwable failureOf(Future<?> future) {
        return of(future.transform(result -> Future.succeededFuture(
                result.failed() ? result.cause() : new AssertionError("succeeded with " + result.result()))));
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }
}
