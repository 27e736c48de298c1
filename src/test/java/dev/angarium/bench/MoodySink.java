package dev.angarium.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicLong;

/** A subscriber that is well, slow or dead, as it is told; dead means that it takes requests and never answers. */
final class MoodySink extends AbstractVerticle {
    private static final int SLOW_MILLIS = 1_000;

    private final AtomicLong consumed = new AtomicLong();
    private volatile Mood mood = Mood.WELL;
    private int port;

    enum Mood {
        WELL,
        SLOW,
        /** Answers 503 at once. */
        REFUSING,
        DEAD
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> port = server.actualPort())
                .<Void>mapEmpty()
                .onComplete(started);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    void be(Mood now) {
        mood = now;
    }

    long consumed() {
        return consumed.get();
    }

    private void receive(HttpServerRequest request) {
        request.body().compose(body -> switch (mood) {
            case WELL -> consume(request);
            case SLOW -> vertx.timer(SLOW_MILLIS).compose(waited -> consume(request));
            case REFUSING -> request.response().setStatusCode(503).end();
            case DEAD -> Future.succeededFuture();
        });
    }

    private Future<Void> consume(HttpServerRequest request) {
        consumed.incrementAndGet();
        return request.response().end();
    }
}
