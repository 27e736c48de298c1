package dev.angarium.dispatch;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A subscriber on a real socket: journals each request before it answers, and answers as told. */
public final class Subscriber {
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<HttpServerRequest>> script = new ConcurrentLinkedQueue<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final HttpServer server;
    private volatile Consumer<HttpServerRequest> always = status(200);

    /** One POST as it came in. */
    public record Request(String path, MultiMap headers, Buffer body) {
        public long seq() {
            return Long.parseLong(headers.get("X-Sequence"));
        }

        public String id() {
            return headers.get("webhook-id");
        }

        public int attempt() {
            return Integer.parseInt(headers.get("X-Attempt"));
        }
    }

    private record Waiter(Predicate<List<Request>> when, Promise<List<Request>> promise) {}

    private Subscriber(Vertx vertx) {
        server = vertx.createHttpServer().requestHandler(this::receive);
    }

    public static Future<Subscriber> start(Vertx vertx) {
        var subscriber = new Subscriber(vertx);
        return subscriber.server.listen(0, "127.0.0.1").map(subscriber);
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/hook";
    }

    public Future<Void> stop() {
        return server.close();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Every request from now on. */
    public void answers(int status) {
        always = status(status);
    }

    public void answers(Consumer<HttpServerRequest> answer) {
        always = answer;
    }

    /** The next request that has no scripted answer yet. */
    public void thenAnswers(Consumer<HttpServerRequest> answer) {
        script.add(answer);
    }

    /** Completes once so many requests have come. */
    public Future<List<Request>> received(int count) {
        var promise = Promise.<List<Request>>promise();
        synchronized (waiters) {
            waiters.add(new Waiter(all -> all.size() >= count, promise));
        }
        wake();
        return promise.future();
    }

    public static Consumer<HttpServerRequest> status(int status) {
        return request -> request.response().setStatusCode(status).end();
    }

    public static Consumer<HttpServerRequest> body(int status, String text) {
        return request -> request.response().setStatusCode(status).end(text);
    }

    public static Consumer<HttpServerRequest> retryAfter(int status, String value) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Retry-After", value)
                .end();
    }

    public static Consumer<HttpServerRequest> redirect(String target) {
        return request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", target)
                .end();
    }

    public static Consumer<HttpServerRequest> hang() {
        return request -> {};
    }

    public static Consumer<HttpServerRequest> reset() {
        return request -> request.connection().close();
    }

    /** Begins an answer and closes in the middle of it. */
    public static Consumer<HttpServerRequest> cutShort() {
        return request -> {
            HttpServerResponse response = request.response();
            response.putHeader("Content-Length", "1000").write("begun").onComplete(sent -> request.connection()
                    .close());
        };
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            requests.add(new Request(request.path(), request.headers(), body));
            var scripted = script.poll();
            (scripted == null ? always : scripted).accept(request);
            wake();
        });
    }

    private void wake() {
        var all = requests();
        List<Waiter> due;
        synchronized (waiters) {
            due = waiters.stream().filter(waiter -> waiter.when().test(all)).toList();
            waiters.removeAll(due);
        }
        due.forEach(waiter -> waiter.promise().tryComplete(all));
    }
}
