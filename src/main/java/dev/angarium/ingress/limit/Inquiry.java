package dev.angarium.ingress.limit;

import dev.angarium.crypto.Bytes;
import dev.angarium.tenant.ConnectionRef;
import dev.angarium.tenant.Directory;
import dev.angarium.time.Time;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What one request asks the directory. Most answers are in its cache and come at once; for the others a request waits so
 * long in all and no longer, and only so many requests wait at once: strangers with made-up addresses must not fill the
 * database's queue.
 */
public final class Inquiry {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int KEY_BYTES = 32;

    private final Desk desk;
    private long leftNanos;

    /** What the inquiries of a node share. */
    public static final class Desk {
        private static final int WAITING_MAX = 512;

        private final Directory directory;
        private final Time time;
        private final long patienceNanos;
        private final AtomicInteger waiting = new AtomicInteger();

        public Desk(Directory directory, Time time, Duration patience) {
            this.directory = directory;
            this.time = time;
            this.patienceNanos = patience.toNanos();
        }
    }

    public Inquiry(Desk desk) {
        this.desk = desk;
        this.leftNanos = desk.patienceNanos;
    }

    /** What cannot be a key is not looked for. */
    public Future<Optional<ConnectionRef>> byIngressKey(String ingressKey) {
        if (Bytes.fromBase64Url(ingressKey).length != KEY_BYTES) {
            return Future.succeededFuture(Optional.empty());
        }
        return ask(() -> desk.directory.byIngressKey(ingressKey));
    }

    /** The connection with the account that a body claims, else the provider's default one. */
    public Future<Optional<ConnectionRef>> claimant(String provider, String account) {
        return ask(() -> account.isEmpty()
                ? desk.directory.defaultOf(provider)
                : desk.directory.byExternalId(provider, account));
    }

    public Future<Directory.Assignment> instanceOf(ConnectionRef connection, String account) {
        return ask(() -> desk.directory.instanceOf(connection, account));
    }

    private <T> Future<T> ask(Supplier<Future<T>> question) {
        if (desk.waiting.incrementAndGet() > Desk.WAITING_MAX) {
            desk.waiting.decrementAndGet();
            return unavailable();
        }
        var asked = asked(question);
        if (!asked.isComplete()) {
            return await(asked);
        }
        desk.waiting.decrementAndGet();
        return asked;
    }

    private static <T> Future<T> asked(Supplier<Future<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException defect) {
            return Future.failedFuture(defect);
        }
    }

    /** The place at the desk is free again when the answer is here, also where nobody waits for it any more. */
    private <T> Future<T> await(Future<T> asked) {
        var since = desk.time.nanos();
        var answer = Promise.<T>promise();
        var end = desk.time.after(Duration.ofNanos(leftNanos), () -> answer.tryFail(late()));
        asked.onComplete(done -> {
            end.cancel();
            desk.waiting.decrementAndGet();
            leftNanos = Math.max(1, leftNanos - (desk.time.nanos() - since));
            if (done.succeeded()) {
                answer.tryComplete(done.result());
            } else {
                answer.tryFail(done.cause());
            }
        });
        return answer.future();
    }

    private static <T> Future<T> unavailable() {
        return Future.failedFuture(late());
    }

    private static RuntimeException late() {
        return Problem.unavailable(RETRY).exception();
    }
}
