package dev.angarium.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A subscriber that misbehaves as it is told, on bare sockets: it takes each read of a request for a whole one. */
final class HostileSubscriber extends AbstractVerticle {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final int TRICKLE_MILLIS = 100;
    private static final int LATE_MILLIS = 900;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger followed = new AtomicInteger();
    private volatile Manner manner = Manner.HANGS;
    private int port;

    enum Manner {
        HANGS,
        RESETS,
        RESETS_IN_THE_BODY,
        NEVER_READS,
        FAILS,
        ASKS_TO_WAIT,
        TRICKLES,
        NEVER_ENDS,
        SENDS_A_HUGE_HEAD,
        REDIRECTS,
        SPEAKS_NO_HTTP,
        ANSWERS_JUST_IN_TIME,
        IS_GONE
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createNetServer(new NetServerOptions().setReceiveBufferSize(4 << 10))
                .connectHandler(this::connected)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> port = server.actualPort())
                .<Void>mapEmpty()
                .onComplete(started);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/hook";
    }

    void be(Manner now) {
        manner = now;
    }

    int requests() {
        return requests.get();
    }

    /** Requests to where a redirect led. */
    int followed() {
        return followed.get();
    }

    private void connected(NetSocket socket) {
        if (manner == Manner.NEVER_READS) {
            socket.pause();
            requests.incrementAndGet();
        } else {
            socket.handler(request -> answer(socket, request));
        }
    }

    private void answer(NetSocket socket, Buffer request) {
        requests.incrementAndGet();
        if (request.toString().startsWith("POST /elsewhere")) {
            followed.incrementAndGet();
        }
        switch (manner) {
            case HANGS, NEVER_READS -> {}
            case RESETS -> socket.close();
            case RESETS_IN_THE_BODY ->
                socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
                        .onComplete(sent -> socket.close());
            case FAILS -> socket.write("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
            case ASKS_TO_WAIT -> socket.write("HTTP/1.1 429 No\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
            case TRICKLES -> trickle(socket, OK);
            case NEVER_ENDS -> flood(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            case SENDS_A_HUGE_HEAD -> socket.write("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100 << 10) + "\r\n\r\n");
            case REDIRECTS ->
                socket.write("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + port
                        + "/elsewhere\r\nContent-Length: 0\r\n\r\n");
            case SPEAKS_NO_HTTP -> socket.write("HTTQ/9 what\r\n\r\n");
            case ANSWERS_JUST_IN_TIME -> vertx.setTimer(LATE_MILLIS, late -> socket.write(OK));
            case IS_GONE -> socket.write("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private void trickle(NetSocket socket, String rest) {
        socket.write(rest.substring(0, 1)).onSuccess(sent -> {
            if (rest.length() > 1) {
                vertx.setTimer(TRICKLE_MILLIS, next -> trickle(socket, rest.substring(1)));
            }
        });
    }

    /** A kilobyte after the other, until the other side has enough. */
    private void flood(NetSocket socket, String head) {
        socket.write(head + "400\r\n" + "x".repeat(1_024) + "\r\n")
                .onSuccess(sent -> vertx.setTimer(1, next -> flood(socket, "")));
    }
}
