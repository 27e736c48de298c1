package dev.angarium.web.client;

import dev.angarium.Await;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer that speaks whatever bytes a test wants. */
final class RawServer {
    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final NetServer server;

    private RawServer(Vertx vertx, NetServerOptions options, Handler<NetSocket> behaviour) {
        server = vertx.createNetServer(options.setHost("127.0.0.1").setPort(0));
        server.connectHandler(socket -> {
            accepted.incrementAndGet();
            socket.closeHandler(end -> closed.incrementAndGet());
            socket.exceptionHandler(reset -> {});
            behaviour.handle(socket);
        });
        server.exceptionHandler(handshake -> {});
        Await.of(server.listen());
    }

    static RawServer behaving(Vertx vertx, Handler<NetSocket> behaviour) {
        return new RawServer(vertx, new NetServerOptions(), behaviour);
    }

    static RawServer behaving(Vertx vertx, NetServerOptions options, Handler<NetSocket> behaviour) {
        return new RawServer(vertx, options, behaviour);
    }

    /** Answers each request, taken to be one packet, with these bytes. */
    static RawServer answering(Vertx vertx, String bytes) {
        return behaving(vertx, socket -> socket.handler(request -> socket.write(bytes)));
    }

    int port() {
        return server.actualPort();
    }
}
