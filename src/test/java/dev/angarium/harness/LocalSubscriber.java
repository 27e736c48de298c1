package dev.angarium.harness;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** Whoever takes deliveries, on a free port of this machine. */
public abstract class LocalSubscriber {
    private int port;

    /** Starts to listen. Call it on the subscriber's context. */
    public final Future<Void> listen(Vertx vertx) {
        return vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> port = server.actualPort())
                .mapEmpty();
    }

    public final String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    protected abstract void receive(HttpServerRequest request);
}
