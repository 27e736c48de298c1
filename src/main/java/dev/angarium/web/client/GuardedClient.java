package dev.angarium.web.client;

import dev.angarium.time.Time;
import dev.angarium.web.address.AddressRules;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Makes outgoing requests; see the package. Safe from every context; an outcome comes on the caller's. What is under way
 * lives on the caller's event loop, and the limits of an endpoint count for each of them.
 *
 * <p>Not for the outcome to carry: how often a request was reconnected; that is told to the counter given.
 */
public final class GuardedClient {
    private final VertxInternal vertx;
    private final NetClientInternal net;
    private final ClientSSLOptions tls;
    private final AddressBook addresses;
    private final ClientLimits limits;
    private final Time time;
    private final Runnable reconnected;
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();

    /** What the client is made of. */
    public record Parts(Vertx vertx, Time time, Resolver resolver, AddressRules rules, Optional<TrustOptions> trust) {
        /** Vert.x' resolver and the machine's certificate authorities. */
        public static Parts of(Vertx vertx, Time time, AddressRules rules) {
            return new Parts(vertx, time, Resolver.of(vertx), rules, Optional.empty());
        }
    }

    /** @param reconnected is run once for each reconnect inside a request */
    public GuardedClient(Parts parts, ClientLimits limits, Runnable reconnected) {
        this.limits = limits;
        this.time = parts.time();
        this.reconnected = reconnected;
        this.tls = tls(limits, parts.trust());
        this.addresses = new AddressBook(parts.resolver(), parts.rules(), limits, time);
        this.vertx = (VertxInternal) parts.vertx();
        this.net = (NetClientInternal) vertx.createNetClient(options(limits));
    }

    /** The outcome, no later than the deadline and a tick of 50 ms. Fails where a header cannot be written as it is. */
    public Future<Outcome> send(OutgoingRequest request) {
        if (request.setsOurs()) {
            return Future.succeededFuture(new Outcome.Refused("refused_header"));
        }
        try {
            return send(request.encoded());
        } catch (IllegalArgumentException malformed) {
            return Future.failedFuture(malformed);
        }
    }

    /** The same for a request that is encoded already. */
    public Future<Outcome> send(EncodedRequest request) {
        var caller = vertx.getOrCreateContext();
        var outcome = caller.<Outcome>promise();
        loop(caller.nettyEventLoop()).send(request, outcome);
        return outcome.future();
    }

    public Future<Void> close() {
        loops.values().forEach(Loop::close);
        return net.close();
    }

    AddressBook addresses() {
        return addresses;
    }

    ClientLimits limits() {
        return limits;
    }

    Time time() {
        return time;
    }

    void countReconnect() {
        reconnected.run();
    }

    void dial(Target target, InetAddress address, Promise<NetSocket> connected, ContextInternal on) {
        var options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls());
        if (target.tls()) {
            options.setSslOptions(tls);
            if (target.literal().isEmpty()) {
                options.setSniServerName(target.host());
            }
        }
        try {
            net.connectInternal(options, connected, on);
        } catch (IllegalStateException closed) {
            connected.fail(closed);
        }
    }

    private Loop loop(EventLoop own) {
        var known = loops.get(own);
        return known != null ? known : loops.computeIfAbsent(own, this::newLoop);
    }

    private Loop newLoop(EventLoop own) {
        return new Loop(this, vertx.contextBuilder().withEventLoop(own).build());
    }

    private static ClientSSLOptions tls(ClientLimits limits, Optional<TrustOptions> trust) {
        var options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setUseAlpn(false)
                .setSslHandshakeTimeout(limits.connect().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        trust.ifPresent(options::setTrustOptions);
        return options;
    }

    private static NetClientOptions options(ClientLimits limits) {
        var options = new NetClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setTcpNoDelay(true);
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        return options;
    }
}
