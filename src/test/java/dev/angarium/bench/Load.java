package dev.angarium.bench;

import dev.angarium.harness.MetaMessages;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Posts signed, unique Meta messages over a fixed number of connections: as fast as answers come back, or at a rate.
 * Written on bare sockets, because every microsecond here is taken from what it measures. One event loop owns it.
 */
public final class Load {
    private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx;
    private final Target target;
    private final Sends sends;
    private final MetaMessages messages;
    private final NetClient client;
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final List<Connection> connections = new ArrayList<>();
    private final Histogram latency = new Histogram(60_000_000L, 3);
    private boolean closedLoop;
    private boolean running;
    private long next;
    private volatile long accepted;
    private long refused;
    private long broken;

    /**
     * What is loaded.
     *
     * @param path the ingress path with its key
     * @param instances over which the messages go round
     */
    record Target(int port, String path, String secret, int connections, int instances) {}

    /** Its messages begin with this number: those of two loads on one node must not be the same. */
    Load(Vertx vertx, Target target, Sends sends, long first) {
        this.vertx = vertx;
        this.target = target;
        this.sends = sends;
        this.next = first;
        this.messages = new MetaMessages(target.secret());
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    }

    /** Opens the connections and sends as fast as answers come back. */
    void saturate() {
        closedLoop = true;
        open();
    }

    /** Opens the connections and sends so many a second, spread over ticks of 5 ms. */
    void atRate(int perSecond) {
        open();
        var start = System.nanoTime();
        var first = next;
        vertx.setPeriodic(5, tick -> {
            var due = first + (System.nanoTime() - start) * perSecond / 1_000_000_000L;
            while (running && next < due && !idle.isEmpty()) {
                idle.poll().send();
            }
        });
    }

    /** Sends no more; {@link #close} ends the connections. */
    void stop() {
        running = false;
    }

    void close() {
        List.copyOf(connections).forEach(connection -> connection.socket.close());
    }

    /** Forgets the figures of the warm-up. */
    public void reset() {
        latency.reset();
        accepted = 0;
        refused = 0;
        broken = 0;
    }

    Histogram latency() {
        return latency;
    }

    long accepted() {
        return accepted;
    }

    public long refused() {
        return refused;
    }

    /** Connections that ended or were not to be had. */
    public long broken() {
        return broken;
    }

    long sent() {
        return next;
    }

    private void open() {
        running = true;
        for (var count = 0; count < target.connections(); count++) {
            connect();
        }
    }

    /** A connection that breaks is counted, and replaced: what it had under way has no answer. */
    private void connect() {
        client.connect(target.port(), "127.0.0.1")
                .onSuccess(socket -> connections.add(new Connection(socket)))
                .onFailure(refusal -> {
                    broken++;
                    vertx.setTimer(100, again -> reconnect());
                });
    }

    private void reconnect() {
        if (running) {
            connect();
        }
    }

    /** One keep-alive connection with at most one request under way. */
    private final class Connection {
        private final NetSocket socket;
        private Buffer pending = Buffer.buffer();
        private long sentAt;

        Connection(NetSocket socket) {
            this.socket = socket;
            socket.handler(this::received).closeHandler(closed -> lost());
            free();
        }

        void send() {
            var number = next++;
            var instance = (int) (number % target.instances()) + 1;
            var body = messages.body(number, instance, System.currentTimeMillis() / 1000);
            var head = "POST " + target.path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + "X-Hub-Signature-256: " + messages.signature(body) + "\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            sentAt = System.nanoTime();
            sends.sent(number, sentAt);
            socket.write(Buffer.buffer(head.length() + body.length)
                    .appendBytes(head.getBytes(StandardCharsets.ISO_8859_1))
                    .appendBytes(body));
        }

        private void lost() {
            connections.remove(this);
            idle.remove(this);
            broken++;
            reconnect();
        }

        private void received(Buffer chunk) {
            pending = pending.length() == 0 ? chunk : pending.appendBuffer(chunk);
            var bytes = pending.getBytes();
            var headers = MetaMessages.indexOf(bytes, END_OF_HEADERS, 0);
            if (headers < 0 || bytes.length < headers + 4 + contentLength(bytes)) {
                return;
            }
            pending = Buffer.buffer();
            answered(bytes[9] == '2');
        }

        private void answered(boolean good) {
            if (good) {
                accepted++;
                latency.recordValue((System.nanoTime() - sentAt) / 1000);
            } else {
                refused++;
            }
            free();
        }

        private void free() {
            if (closedLoop && running) {
                send();
            } else {
                idle.add(this);
            }
        }

        private int contentLength(byte[] bytes) {
            var at = MetaMessages.indexOf(bytes, LENGTH, 0);
            var length = 0;
            for (var digit = at + LENGTH.length; at >= 0 && bytes[digit] != '\r'; digit++) {
                length = length * 10 + (bytes[digit] - '0');
            }
            return length;
        }
    }
}
