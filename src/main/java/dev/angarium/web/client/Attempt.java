package dev.angarium.web.client;

import dev.angarium.time.Time;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request under way: resolve, check, connect, write, read, in this order, any of them ended by the deadline. Lives
 * on the caller's context. Whatever comes after the outcome is dropped together with its connection.
 */
final class Attempt {
    private final GuardedClient client;
    private final OutgoingRequest request;
    private final long startedNanos;
    private final Promise<Outcome> outcome = Promise.promise();
    private Time.@Nullable Timer deadline;
    private Time.@Nullable Timer grace;
    private @Nullable HttpClientRequest sending;
    private @Nullable HttpClientResponse answer;
    private @Nullable Buffer kept;
    private long read;
    private int connects;

    Attempt(GuardedClient client, OutgoingRequest request) {
        this.client = client;
        this.request = request;
        this.startedNanos = client.time().nanos();
    }

    Future<Outcome> run() {
        deadline = client.time().after(request.deadline(), this::expire);
        var known = client.addresses().known(request.target());
        if (known == null) {
            client.addresses().ask(request.target()).onComplete(this::resolved);
        } else {
            check(known);
        }
        return outcome.future();
    }

    private void resolved(AsyncResult<List<InetAddress>> names) {
        if (isSettled()) {
            return;
        }
        if (names.failed()) {
            settle(new Outcome.NotSent("dns"));
        } else {
            check(names.result());
        }
    }

    private void check(List<InetAddress> addresses) {
        if (client.addresses().allowsAll(addresses)) {
            connect(addresses);
        } else {
            client.addresses().forget(request.target());
            settle(new Outcome.Refused("refused_address"));
        }
    }

    /** To exactly the checked address; the name stays for SNI, the certificate and Host. */
    private void connect(List<InetAddress> addresses) {
        var target = request.target();
        var address = addresses.get(connects % addresses.size());
        connects++;
        var options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(hostHeader(target.host()))
                .setPort(target.port())
                .setSsl(target.tls())
                .setMethod(request.method())
                .setURI(target.uri())
                .setHeaders(request.headers());
        client.http().request(options).onComplete(connected -> {
            if (connected.succeeded()) {
                write(connected.result());
            } else {
                notConnected(connected.cause(), addresses);
            }
        });
    }

    private void notConnected(Throwable cause, List<InetAddress> addresses) {
        if (isSettled()) {
            return;
        }
        var reason = Reasons.ofConnect(cause);
        if (connects <= client.limits().reconnects() && reason.equals(Reasons.CONNECT)) {
            client.countReconnect();
            connect(addresses);
        } else {
            settle(new Outcome.NotSent(reason));
        }
    }

    private void write(HttpClientRequest ready) {
        ready.exceptionHandler(told -> {});
        if (isSettled()) {
            ready.reset();
            return;
        }
        sending = ready;
        ready.send(request.body()).onComplete(answered -> {
            if (answered.succeeded()) {
                head(answered.result());
            } else {
                settle(new Outcome.Broken(Reasons.ofExchange(answered.cause())));
            }
        });
    }

    private void head(HttpClientResponse response) {
        if (isSettled()) {
            return;
        }
        answer = response;
        response.exceptionHandler(broken -> answered(false))
                .handler(this::take)
                .endHandler(end -> answered(read <= request.keep()));
        if (!request.needsWholeBody()) {
            grace = client.time().after(client.limits().bodyGrace(), () -> answeredAndCut(false));
        }
    }

    private void take(Buffer piece) {
        if (isSettled()) {
            return;
        }
        var free = (int) Math.max(0, request.keep() - read);
        read += piece.length();
        if (free > 0) {
            keep(free < piece.length() ? piece.slice(0, free) : piece);
        }
        if (read > Math.max(request.keep(), client.limits().drain())) {
            answeredAndCut(false);
        }
    }

    private void keep(Buffer piece) {
        kept = kept == null
                ? piece
                : Buffer.buffer(kept.length() + piece.length())
                        .appendBuffer(kept)
                        .appendBuffer(piece);
    }

    private void expire() {
        if (answer != null) {
            answeredAndCut(false);
        } else {
            settle(new Outcome.TimedOut(sending != null));
            cut();
        }
    }

    private void answeredAndCut(boolean whole) {
        if (!isSettled()) {
            answered(whole);
            cut();
        }
    }

    private void answered(boolean whole) {
        var head = answer;
        if (head != null && !isSettled()) {
            settle(new Outcome.Answered(
                    head.statusCode(),
                    head.headers(),
                    kept == null ? Buffer.buffer() : kept,
                    whole,
                    client.time().nanos() - startedNanos));
        }
    }

    /** Past the pipeline's graceful close, which waits for the peer to read. */
    private void cut() {
        var open = sending;
        if (open != null && open.connection() instanceof ConnectionBase connection) {
            var first = connection.channel().pipeline().firstContext();
            if (first != null) {
                first.close();
            }
        }
    }

    private void settle(Outcome result) {
        if (outcome.tryComplete(result)) {
            cancel(deadline);
            cancel(grace);
        }
    }

    private boolean isSettled() {
        return outcome.future().isComplete();
    }

    private static void cancel(Time.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private static String hostHeader(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
