package dev.angarium.faults;

import dev.angarium.faults.History.Received;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;

/** A subscriber that notes each POST before it answers. Its notes may be read from any thread. */
final class JournalSubscriber {
    private final String name;
    private final IntSupplier statuses;
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private int port;

    /** Answers each request with the next of the statuses. */
    JournalSubscriber(String name, IntSupplier statuses) {
        this.name = name;
        this.statuses = statuses;
    }

    /** Starts to listen. Call it on the subscriber's context. */
    Future<Void> listen(Vertx vertx) {
        return vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> port = server.actualPort())
                .mapEmpty();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    private void receive(HttpServerRequest request) {
        var from = System.nanoTime();
        request.body().onSuccess(body -> {
            var status = statuses.getAsInt();
            note(body, status, from);
            request.response().setStatusCode(status).end();
        });
    }

    private void note(Buffer body, int status, long from) {
        var event = new JsonObject(body);
        var data = event.getJsonObject("data");
        received.add(new Received(
                name,
                event.getString("deviceId"),
                event.getLong("sequence"),
                data.getString("messageId"),
                body.hashCode(),
                status,
                from,
                System.nanoTime()));
    }
}
