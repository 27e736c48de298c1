package dev.angarium.faults;

import dev.angarium.harness.Journal;
import dev.angarium.harness.MetaMessages;
import dev.angarium.history.History.Fate;
import dev.angarium.history.History.Send;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
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
    private static final String KEY = "wamid.";

    private final Vertx vertx;
    private final HttpClientAgent http;
    private final MetaMessages messages;
    private final Target target;
    private final int instances;
    private final Journal journal;
    private final List<Send> sends = new ArrayList<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<Duration> refusals = new ArrayList<>();
    private volatile boolean running = true;
    private long hasty;
    private long next;

    /** Where the messages go, and what they are signed with. */
    record Target(int port, String path, String secret) {}

    SteadyLoad(Vertx vertx, Target target, int instances, Journal journal) {
        this.vertx = vertx;
        this.target = target;
        this.instances = instances;
        this.journal = journal;
        this.messages = new MetaMessages(target.secret());
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(1000).setKeepAliveTimeout(5),
                new PoolOptions().setHttp1MaxSize(64).setMaxWaitQueueSize(64));
    }

    /** Starts that many senders. Call it on the load's context. */
    void start(int senders) {
        running = true;
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

    /** How long each 503 took to come. */
    List<Duration> refusals() {
        return refusals;
    }

    /** How many of those did not say when to come again. */
    long refusalsWithoutRetryAfter() {
        return hasty;
    }

    /** Sends a message that is acknowledged once more. Call it on the load's context. @return the number it is told */
    Future<Long> again(String key) {
        return post(body(number(key))).map(SteadyLoad::told);
    }

    static String key(long message) {
        return KEY + "%012d".formatted(message);
    }

    static long number(String key) {
        return Long.parseLong(key.substring(KEY.length()));
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
        journal.write("send\t%d\t%s\t%s".formatted(System.nanoTime(), instance(message, instances), key(message)))
                .onSuccess(onDisk -> sendNow(message));
    }

    private void sendNow(long message) {
        var sentAt = System.nanoTime();
        post(body(message))
                .onSuccess(answer -> answered(message, answer, sentAt))
                .onFailure(broken -> settle(message, Fate.UNKNOWN, OptionalLong.empty(), sentAt));
    }

    private byte[] body(long message) {
        return messages.body(message, (int) (message % instances) + 1, 1_767_225_600L);
    }

    private record Answer(int status, boolean retryAfter, Buffer body) {}

    private Future<Answer> post(byte[] body) {
        return http.request(HttpMethod.POST, target.port(), "127.0.0.1", target.path())
                .compose(request -> {
                    request.idleTimeout(10_000);
                    request.putHeader("X-Hub-Signature-256", messages.signature(body));
                    request.putHeader("Content-Type", "application/json");
                    return request.send(Buffer.buffer(body));
                })
                .compose(answer -> answer.body()
                        .map(read ->
                                new Answer(answer.statusCode(), answer.headers().contains("Retry-After"), read)));
    }

    private void answered(long message, Answer answer, long sentAt) {
        if (answer.status() == 200) {
            settle(message, Fate.OK, OptionalLong.of(told(answer)), sentAt);
        } else if (answer.status() == 503) {
            refusals.add(Duration.ofNanos(System.nanoTime() - sentAt));
            hasty += answer.retryAfter() ? 0 : 1;
            settle(message, Fate.REFUSED, OptionalLong.empty(), sentAt);
        } else {
            settle(message, answer.status() == 429 ? Fate.REFUSED : Fate.UNKNOWN, OptionalLong.empty(), sentAt);
        }
    }

    private static long told(Answer answer) {
        var body = new JsonObject(answer.body());
        return answer.status() == 200
                ? body.getJsonArray("events").getJsonObject(0).getLong("sequence")
                : -answer.status();
    }

    private void settle(long message, Fate fate, OptionalLong seq, long sentAt) {
        var answeredAt = System.nanoTime();
        sends.add(new Send(instance(message, instances), key(message), fate, seq, sentAt, answeredAt));
        journal.note("ack\t%d\t%s\t%s\t%s\t%d"
                .formatted(answeredAt, instance(message, instances), key(message), fate, seq.orElse(0)));
        if (fate == Fate.OK) {
            acknowledged.incrementAndGet();
            sendNext();
        } else {
            vertx.setTimer(RESEND_MILLIS, again -> send(message));
        }
    }
}
