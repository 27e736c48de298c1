package dev.angarium.traffic;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Senders at full speed who sign by the secret they have by now: half of them learn of a new one late. */
final class RotatingSenders {
    private final Crowd crowd;
    private final List<Mail> mails;
    private final AtomicIntegerArray underWay;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private volatile int early;
    private volatile int late;
    private volatile boolean running = true;
    private long next;

    /** By each secret, one after the other. */
    RotatingSenders(Crowd crowd, List<Mail> mails) {
        this.crowd = crowd;
        this.mails = mails;
        this.underWay = new AtomicIntegerArray(mails.size());
    }

    Future<Void> start(int senders) {
        return crowd.start(senders, () -> running, this::send);
    }

    void stop() {
        running = false;
    }

    /** Half of them sign by this secret from now on. */
    void learnEarly(int secret) {
        early = secret;
    }

    /** So does the other half. */
    void learnLate(int secret) {
        late = secret;
    }

    /** Whether something signed by the secret has no answer yet. */
    boolean isUnderWay(int secret) {
        return underWay.get(secret) > 0;
    }

    long accepted() {
        return accepted.get();
    }

    long rejected() {
        return rejected.get();
    }

    private Future<Reply> send() {
        var number = next++;
        var secret = number % 2 == 0 ? early : late;
        underWay.incrementAndGet(secret);
        return crowd.sendUntilTaken(mails.get(secret).message(number))
                .onSuccess(reply -> (reply.isGood() ? accepted : rejected).incrementAndGet())
                .onComplete(done -> underWay.decrementAndGet(secret));
    }
}
