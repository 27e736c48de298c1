package dev.angarium.web.client;

import dev.angarium.time.Time;
import dev.angarium.web.wire.AnswerParser;
import dev.angarium.web.wire.Connection;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the client has on one event loop: requests under way and pools. Its one timer looks at every deadline and at
 * what is idle; a timer for each request cost more than the request. It runs while there is anything to look at.
 */
final class Loop {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int SCRATCH = 8 << 10;

    private final GuardedClient client;
    private final ContextInternal context;
    private final byte[] scratch = new byte[SCRATCH];
    private final List<Attempt> underWay = new ArrayList<>();
    private final Map<Origin, Pool> pools = new HashMap<>();
    private Time.@Nullable Timer ticker;

    private record Origin(boolean tls, String host, int port) {}

    /** @param context of the event loop, nobody else's: it outlives whoever asked first */
    Loop(GuardedClient client, ContextInternal context) {
        this.client = client;
        this.context = context;
    }

    /** From any thread. */
    void send(EncodedRequest request, Promise<Outcome> outcome) {
        if (context.nettyEventLoop().inEventLoop()) {
            begin(request, outcome);
        } else {
            context.nettyEventLoop().execute(() -> begin(request, outcome));
        }
    }

    private void begin(EncodedRequest request, Promise<Outcome> outcome) {
        var attempt = new Attempt(this, request, outcome);
        attempt.place = underWay.size();
        underWay.add(attempt);
        if (ticker == null) {
            context.dispatch(() -> ticker = client.time().every(TICK, this::tick));
        }
        var known = client.addresses().known(request.target());
        if (known != null) {
            attempt.resolved(known);
        } else {
            context.dispatch(() -> ask(attempt));
        }
    }

    private void ask(Attempt attempt) {
        client.addresses()
                .ask(attempt.request.target())
                .onComplete(asked -> context.execute(() -> {
                    if (asked.succeeded()) {
                        attempt.resolved(asked.result());
                    } else {
                        attempt.unresolved();
                    }
                }));
    }

    void ended(Attempt attempt) {
        var last = underWay.remove(underWay.size() - 1);
        if (last != attempt) {
            underWay.set(attempt.place, last);
            last.place = attempt.place;
        }
    }

    Pool pool(Target target) {
        var origin = new Origin(target.tls(), target.host(), target.port());
        var known = pools.get(origin);
        if (known == null) {
            known = new Pool(this, target);
            pools.put(origin, known);
        }
        return known;
    }

    /** To exactly this address; the name stays for SNI and the certificate. */
    void connect(Target target, InetAddress address, Pool pool, Handler<AsyncResult<Connection>> handler) {
        var connected = context.<NetSocket>promise();
        connected.future().compose(socket -> opened(socket, address, pool)).onComplete(handler);
        client.dial(target, address, connected, context);
    }

    private Future<Connection> opened(NetSocket socket, InetAddress address, Pool pool) {
        var limits = client.limits();
        var connection = new Connection(address, pool, new AnswerParser(limits.headers(), limits.drain()), scratch);
        var own = ((NetSocketInternal) socket).channelHandlerContext();
        if (!own.channel().isActive()) {
            return Future.failedFuture(new ClosedChannelException());
        }
        own.pipeline().addBefore(own.name(), null, connection);
        return Future.succeededFuture(connection);
    }

    /** From any thread. */
    void close() {
        context.execute(() -> pools.values().forEach(Pool::close));
    }

    long nanos() {
        return client.time().nanos();
    }

    ClientLimits limits() {
        return client.limits();
    }

    void countReconnect() {
        client.countReconnect();
    }

    private void tick() {
        var now = nanos();
        for (var at = underWay.size() - 1; at >= 0; at--) {
            if (at < underWay.size() && underWay.get(at).isDue(now)) {
                underWay.get(at).expire();
            }
        }
        pools.values().removeIf(pool -> pool.sweep(now));
        if (underWay.isEmpty() && pools.isEmpty() && ticker != null) {
            ticker.cancel();
            ticker = null;
        }
    }
}
