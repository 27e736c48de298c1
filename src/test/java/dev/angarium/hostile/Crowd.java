package dev.angarium.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.angarium.harness.BrokerProcess;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Many connections that keep the node waiting, all in the same manner. On an event loop of its own, beside the load's. */
final class Crowd implements AutoCloseable {
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(60);

    /** Connections that are being opened at once: fewer than the node's backlog. */
    private static final int OPENING = 200;

    /** A second's bytes are spread over so many ticks, or the node would meet them all at once. */
    private static final int TICKS = 100;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final int port;
    private final Manner manner;
    private final int size;
    private final List<Guest> guests = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicLong shortest = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong longest = new AtomicLong();
    private int asked;
    private int tick;

    /**
     * What each of them sends.
     *
     * @param first at once
     * @param trickle a byte of it a second, over and over
     */
    record Manner(String first, String trickle) {
        static final Manner SILENT = new Manner("", "");
        static final Manner SERVED_ONCE = new Manner("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n", "");

        static Manner headers(String path) {
            return new Manner("P", "OST " + path + " HTTP/1.1\r\nHost: a\r\nX-Long: ");
        }

        static Manner body(String path) {
            var head = "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
            return new Manner(head + "Content-Length: 1000\r\n\r\n{", " ");
        }
    }

    Crowd(int port, Manner manner, int size) {
        this.port = port;
        this.manner = manner;
        this.size = size;
    }

    /** Returns once all are there. */
    void open() {
        vertx.runOnContext(go -> {
            for (var count = 0; count < OPENING; count++) {
                openNext();
            }
            if (!manner.trickle().isEmpty()) {
                vertx.setPeriodic(1_000 / TICKS, now -> trickle());
            }
        });
        BrokerProcess.until(OPEN_WITHIN, () -> opened.get() == size, "all connected");
    }

    /** How many the node has hung up on. */
    int closed() {
        return closed.get();
    }

    void awaitAllClosed(Duration bound) {
        BrokerProcess.until(bound, () -> closed.get() == size, "all closed");
    }

    /** From the first byte to the end. */
    Duration shortest() {
        return Duration.ofNanos(shortest.get());
    }

    Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    private void openNext() {
        if (asked < size) {
            asked++;
            client.connect(port, "127.0.0.1")
                    .onSuccess(socket -> enter(new Guest(socket)))
                    .onFailure(failure -> closed.incrementAndGet())
                    .onComplete(done -> openNext());
        }
    }

    private void enter(Guest guest) {
        guests.add(guest);
        opened.incrementAndGet();
    }

    private void trickle() {
        for (var at = tick++ % TICKS; at < guests.size(); at += TICKS) {
            guests.get(at).trickle();
        }
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private final class Guest {
        private final NetSocket socket;
        private final long since = System.nanoTime();
        private boolean gone;
        private int next;

        Guest(NetSocket socket) {
            this.socket = socket;
            socket.handler(answer -> {}).exceptionHandler(reset -> {}).closeHandler(end -> leave());
            if (!manner.first().isEmpty()) {
                socket.write(Buffer.buffer(manner.first().getBytes(US_ASCII)));
            }
        }

        void trickle() {
            if (!gone) {
                var text = manner.trickle();
                socket.write(text.substring(next, next + 1));
                next = Math.min(next + 1, text.length() - 1);
            }
        }

        private void leave() {
            gone = true;
            var lived = System.nanoTime() - since;
            shortest.accumulateAndGet(lived, Math::min);
            longest.accumulateAndGet(lived, Math::max);
            closed.incrementAndGet();
        }
    }
}
