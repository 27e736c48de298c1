package dev.angarium.traffic;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** All who send to one node, on one event loop: a connection for each request under way, kept for the next. */
final class Crowd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final ArrayDeque<Line> idle = new ArrayDeque<>();
    private final AtomicLong sentAgain = new AtomicLong();
    private final int port;

    Crowd(int port) {
        this.port = port;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Call it on the loop. A connection that broke is not used again. */
    Future<Reply> send(Buffer request) {
        var line = idle.poll();
        return (line == null ? connect() : Future.succeededFuture(line))
                .compose(free -> free.send(request).onSuccess(answered -> idle.add(free)));
    }

    /** Call it on the loop. What is refused with 503 is sent again, as providers do. */
    Future<Reply> sendUntilTaken(Buffer request) {
        return send(request).compose(reply -> {
            if (reply.status() == 503) {
                sentAgain.incrementAndGet();
                return sendUntilTaken(request);
            }
            return Future.succeededFuture(reply);
        });
    }

    /** How often something was sent again. */
    long sentAgain() {
        return sentAgain.get();
    }

    private Future<Line> connect() {
        return client.connect(port, "127.0.0.1").map(Line::new);
    }

    /**
     * So many senders, each with its next request as soon as the last is answered, as long as there are more.
     *
     * @param send called on the loop
     * @return done once all is answered; failed as soon as something is not
     */
    Future<Void> start(int senders, BooleanSupplier more, Supplier<Future<?>> send) {
        var round = new Round(senders, more, send);
        loop.runOnContext(go -> round.begin());
        return round.done.future();
    }

    /** The same, waited for. @return for how long it went on */
    Duration round(int senders, BooleanSupplier more, Supplier<Future<?>> send) {
        var from = System.nanoTime();
        get(start(senders, more, send));
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** Does something on the loop and waits for it. */
    <T> T onLoop(Supplier<Future<T>> work) {
        return get(Future.future(done -> loop.runOnContext(go -> work.get().onComplete(done))));
    }

    /** The connections end with the node. */
    void forgetConnections() {
        onLoop(() -> {
            idle.clear();
            return Future.succeededFuture();
        });
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        get(vertx.close());
    }

    /** Senders that go on until there is no more. */
    private static final class Round {
        private final Promise<Void> done = Promise.promise();
        private final BooleanSupplier more;
        private final Supplier<Future<?>> send;
        private int busy;

        Round(int senders, BooleanSupplier more, Supplier<Future<?>> send) {
            this.busy = senders;
            this.more = more;
            this.send = send;
        }

        void begin() {
            for (var sender = busy; sender > 0; sender--) {
                next();
            }
        }

        private void next() {
            if (more.getAsBoolean()) {
                send.get().onSuccess(answered -> next()).onFailure(done::tryFail);
            } else if (--busy == 0) {
                done.tryComplete();
            }
        }
    }
}
