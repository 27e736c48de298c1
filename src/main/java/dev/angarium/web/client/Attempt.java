package dev.angarium.web.client;

import dev.angarium.web.wire.Answer;
import dev.angarium.web.wire.Connection;
import dev.angarium.web.wire.Exchange;
import io.netty.buffer.Unpooled;
import io.vertx.core.Promise;
import io.vertx.core.internal.buffer.BufferInternal;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request under way: resolve, check, connect, write, read, in this order, any of them ended by the deadline. Belongs
 * to its loop. Whatever comes after the outcome is dropped together with its connection.
 */
final class Attempt implements Exchange {
    final EncodedRequest request;
    private final Loop loop;
    private final Promise<Outcome> outcome;
    private final long startedNanos;
    private List<InetAddress> addresses = List.of();
    private @Nullable Pool pool;
    private @Nullable Connection connection;
    private long deadlineNanos;
    private int connects;
    private boolean settled;

    /** Where the loop keeps it; the loop's own mark. */
    int place;

    Attempt(Loop loop, EncodedRequest request, Promise<Outcome> outcome) {
        this.loop = loop;
        this.request = request;
        this.outcome = outcome;
        this.startedNanos = loop.nanos();
        this.deadlineNanos = startedNanos + request.deadline().toNanos();
    }

    /** What the name leads to is known. */
    void resolved(AddressBook.Entry entry) {
        if (settled) {
            return;
        }
        if (!entry.allowed()) {
            settle(new Outcome.Refused("refused_address"));
            return;
        }
        addresses = entry.addresses();
        pool = loop.pool(request.target());
        pool.take(this);
    }

    void unresolved() {
        settle(new Outcome.NotSent("dns"));
    }

    void busy() {
        settle(new Outcome.NotSent("busy"));
    }

    boolean isSettled() {
        return settled;
    }

    /** Whether the connection leads where the name leads now. */
    boolean mayUse(Connection open) {
        return addresses.contains(open.address());
    }

    /** The next address to connect to. */
    InetAddress nextAddress() {
        return addresses.get(connects++ % addresses.size());
    }

    /** @return whether another connection is to be tried; else it is settled */
    boolean connectsAgain(Throwable cause) {
        if (settled) {
            return false;
        }
        var reason = Reasons.ofConnect(cause);
        if (connects <= loop.limits().reconnects() && reason.equals(Reasons.CONNECT)) {
            loop.countReconnect();
            return true;
        }
        settle(new Outcome.NotSent(reason));
        return false;
    }

    void use(Connection open) {
        connection = open;
        open.exchange(
                this, request.head().end(request.body().length), request.body(), request.keep(), request.toHead());
    }

    boolean isDue(long nanos) {
        return nanos - deadlineNanos >= 0;
    }

    /** The deadline has passed. */
    void expire() {
        var open = connection;
        if (open != null) {
            var partial = open.giveUp();
            settle(partial == null ? new Outcome.TimedOut(true) : answer(partial, false));
            return;
        }
        if (pool != null) {
            pool.leave(this);
        }
        settle(new Outcome.TimedOut(false));
    }

    /** A body nobody needs whole may not hold the status back. */
    @Override
    public void begun() {
        if (!request.needsWholeBody()) {
            var grace = loop.nanos() + loop.limits().bodyGrace().toNanos();
            deadlineNanos = grace - deadlineNanos < 0 ? grace : deadlineNanos;
        }
    }

    @Override
    public void answered(Answer answer) {
        settle(answer(answer, answer.whole()));
    }

    @Override
    public void refused() {
        settle(new Outcome.Broken(Reasons.PROTOCOL));
    }

    @Override
    public void broke(@Nullable Throwable cause) {
        settle(new Outcome.Broken(Reasons.ofExchange(cause)));
    }

    private Outcome answer(Answer answer, boolean whole) {
        var body = BufferInternal.buffer(Unpooled.wrappedBuffer(answer.body()));
        return new Outcome.Answered(answer.status(), answer.headers(), body, whole, loop.nanos() - startedNanos);
    }

    private void settle(Outcome result) {
        if (!settled) {
            settled = true;
            loop.ended(this);
            outcome.complete(result);
        }
    }
}
