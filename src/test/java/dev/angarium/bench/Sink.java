package dev.angarium.bench;

import dev.angarium.harness.MetaMessages;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The subscriber: answers 200 to every POST, measures the time since the message was sent, and counts events that come
 * out of order at their path. On bare sockets for the same reason as the load.
 */
public final class Sink extends AbstractVerticle {
    private static final byte[] END_OF_HEADERS = ascii("\r\n\r\n");
    private static final int PATH_AT = "POST ".length();
    private static final byte[] LENGTH = ascii("content-length: ");
    private static final byte[] SEQUENCE = ascii("\"sequence\":");
    private static final byte[] DEVICE = ascii("\"deviceId\":\"");
    private static final Buffer OK = Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");

    private final Sends sends;
    private final Histogram latency = new Histogram(600_000_000L, 3);
    private final Map<String, Long> lastSeq = new HashMap<>();
    private long delivered;
    private long disordered;
    private int port;

    Sink(Sends sends) {
        this.sends = sends;
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createNetServer()
                .connectHandler(socket -> socket.handler(new Requests(socket)::received))
                .listen(0, "127.0.0.1")
                .onSuccess(server -> port = server.actualPort())
                .<Void>mapEmpty()
                .onComplete(started);
    }

    int port() {
        return port;
    }

    /** The figures so far; asked from another thread, answered on the sink's own. */
    Future<Figures> figures() {
        return Future.future(answer -> context.runOnContext(
                go -> answer.complete(new Figures(delivered, disordered, lastSeq.size(), latency.copy()))));
    }

    /** Forgets the figures of the warm-up, but not the order. */
    void reset() {
        context.runOnContext(go -> {
            latency.reset();
            delivered = 0;
        });
    }

    public record Figures(long delivered, long disordered, int instances, Histogram latency) {}

    private void took(byte[] request, int bodyAt, int end) {
        var body = java.util.Arrays.copyOfRange(request, bodyAt, end);
        delivered++;
        var message = MetaMessages.messageNumber(body);
        if (message >= 0) {
            latency.recordValue(Math.max(0, (System.nanoTime() - sends.sentAt(message)) / 1000));
        }
        var seq = number(body, MetaMessages.indexOf(body, SEQUENCE, 0) + SEQUENCE.length);
        var device =
                text(body, MetaMessages.indexOf(body, DEVICE, 0) + DEVICE.length, '"') + text(request, PATH_AT, ' ');
        var before = lastSeq.put(device, seq);
        if (before != null && seq <= before) {
            disordered++;
        }
    }

    private static String text(byte[] body, int from, char until) {
        var end = from;
        while (body[end] != until) {
            end++;
        }
        return new String(body, from, end - from, StandardCharsets.US_ASCII);
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (var at = from; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + (bytes[at] - '0');
        }
        return number;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Cuts one connection's bytes into requests. */
    private final class Requests {
        private final NetSocket socket;
        private Buffer pending = Buffer.buffer();

        Requests(NetSocket socket) {
            this.socket = socket;
        }

        void received(Buffer chunk) {
            pending = pending.length() == 0 ? chunk : pending.appendBuffer(chunk);
            var bytes = pending.getBytes();
            var headers = MetaMessages.indexOf(bytes, END_OF_HEADERS, 0);
            if (headers < 0) {
                return;
            }
            var length = MetaMessages.indexOf(bytes, LENGTH, 0);
            var end = headers + 4 + (length < 0 ? 0 : (int) number(bytes, length + LENGTH.length));
            if (bytes.length < end) {
                return;
            }
            pending = Buffer.buffer();
            took(bytes, headers + 4, end);
            socket.write(OK.copy());
        }
    }
}
