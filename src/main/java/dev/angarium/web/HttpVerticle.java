package dev.angarium.web;

import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop that accepts connections. Deploy as many instances as there are loops to use: they share the port, and
 * each asks the part for a handler of its own.
 */
public final class HttpVerticle extends VerticleBase {
    private final HttpServerOptions options;
    private final Supplier<? extends Handler<HttpServerRequest>> part;
    private final HttpLimits limits;
    private final ConnectionRoom room;
    private final Time time;
    private final IntConsumer listening;
    private final Set<ConnectionWatch> connections = new LinkedHashSet<>();
    private @Nullable HttpServer server;
    private Time.@Nullable Timer sweeping;

    /** @param listening is told the port, once a verticle */
    public HttpVerticle(
            HttpServerOptions options,
            Supplier<? extends Handler<HttpServerRequest>> part,
            HttpLimits limits,
            ConnectionRoom room,
            Time time,
            IntConsumer listening) {
        this.options = options;
        this.part = part;
        this.limits = limits;
        this.room = room;
        this.time = time;
        this.listening = listening;
    }

    @Override
    public Future<?> start() {
        sweeping = time.every(HttpLimits.SWEEP, this::sweep);
        var made = vertx.createHttpServer(options)
                .connectionHandler(this::watch)
                .exceptionHandler(malformed -> {})
                .requestHandler(part.get());
        server = made;
        return made.listen()
                .onSuccess(bound -> listening.accept(bound.actualPort()))
                .recover(cause -> Future.failedFuture(new ListenRefused(options.getHost(), options.getPort(), cause)));
    }

    /** Takes no new connection, closes idle ones, and lets answers under way go out. */
    @Override
    public Future<?> stop() {
        if (sweeping != null) {
            sweeping.cancel();
        }
        if (server == null) {
            return Future.succeededFuture();
        }
        List.copyOf(connections).forEach(ConnectionWatch::finish);
        return server.shutdown(limits.answer().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void watch(HttpConnection connection) {
        var watch = ConnectionWatch.over(connection, time, limits);
        if (!room.enter()) {
            watch.cut();
            return;
        }
        connections.add(watch);
        connection.closeHandler(closed -> {
            connections.remove(watch);
            room.leave();
        });
    }

    private void sweep() {
        var now = time.nanos();
        var idle = room.idle(limits.idle());
        List.copyOf(connections).forEach(watch -> watch.sweep(now, idle));
    }

    /** The server cannot listen where it should; the message is one line for the operator. */
    public static final class ListenRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ListenRefused(String host, int port, Throwable cause) {
            super("cannot listen on " + host + " port " + port + ": " + reason(cause), cause);
        }

        private static String reason(Throwable cause) {
            var message = String.valueOf(cause.getMessage());
            return message.contains("Address already in use") ? "the port is in use" : message;
        }
    }
}
