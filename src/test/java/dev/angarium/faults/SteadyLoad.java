package dev.angarium.faults;

import dev.angarium.faults.History.Fate;
import dev.angarium.faults.History.Send;
import dev.angarium.harness.MetaMessages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Senders that each post one message after the other and resend what was not acknowledged, as providers do. Owned by
 * one event loop; asked from outside only after {@link #finish}.
 */
final class SteadyLoad {
    private static final long RESEND_MILLIS = 50;

    private final Vertx vertx;
    private final HttpClientAgent http;
    private final MetaMessages messages;
    private final int port;
    private final String path;
    private final int instances;
    private final List<Send> sends = new ArrayList<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile boolean running = true;
    private long next;

    SteadyLoad(Vertx vertx, int port, String path, String secret, int instances) {
        this.vertx = vertx;
        this.port = port;
        this.path = path;
        this.instances = instances;
        this.messages = new MetaMessages(secret);
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(1000).setKeepAliveTimeout(5),
                new PoolOptions().setHttp1MaxSize(64).setMaxWaitQueueSize(64));
    }

    /** Starts that many senders. Call it on the load's context. */
    void start(int senders) {
        for (var sender = 0; sender < senders; sender++) {
            busy.incrementAndGet();
            sendNext();
        }
    }

    /** No new messages; those under way are resent until they are acknowledged. */
    void finish() {
        running = false;
    }

    boolean finished() {
        return busy.get() == 0;
    }

    List<Send> sends() {
        return sends;
    }

    long acknowledged() {
        return acknowledged.get();
    }

    static String key(long message) {
        return "wamid.%012d".formatted(message);
    }

    static String instance(long message, int instances) {
        return "%015d".formatted(message % instances + 1);
    }

    private void sendNext() {
        if (running) {
            send(next++);
        } else {
            busy.decrementAndGet();
        }
    }

    private void send(long message) {
        var body = messages.body(message, (int) (message % instances) + 1, 1_767_225_600L);
        var sentAt = System.nanoTime();
        post(body)
                .onSuccess(answer -> answered(message, answer, sentAt))
                .onFailure(broken -> settle(message, Fate.UNKNOWN, OptionalLong.empty(), sentAt));
    }

    private record Answer(int status, Buffer body) {}

    private Future<Answer> post(byte[] body) {
        return http.request(HttpMethod.POST, port, "127.0.0.1", path)
                .compose(request -> {
                    request.idleTimeout(10_000);
                    request.putHeader("X-Hub-Signature-256", messages.signature(body));
                    request.putHeader("Content-Type", "application/json");
                    return request.send(Buffer.buffer(body));
                })
                .compose(answer -> answer.body().map(read -> new Answer(answer.statusCode(), read)));
    }

    private void answered(long message, Answer answer, long sentAt) {
        if (answer.status() == 200) {
            var event = new JsonObject(answer.body()).getJsonArray("events").getJsonObject(0);
            settle(message, Fate.OK, OptionalLong.of(event.getLong("sequence")), sentAt);
        } else {
            var refused = answer.status() == 503 || answer.status() == 429;
            settle(message, refused ? Fate.REFUSED : Fate.UNKNOWN, OptionalLong.empty(), sentAt);
        }
    }

    private void settle(long message, Fate fate, OptionalLong seq, long sentAt) {
        sends.add(new Send(instance(message, instances), key(message), fate, seq, sentAt, System.nanoTime()));
        if (fate == Fate.OK) {
            acknowledged.incrementAndGet();
            sendNext();
        } else {
            vertx.setTimer(RESEND_MILLIS, again -> send(message));
        }
    }
}
