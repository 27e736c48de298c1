package dev.angarium.web.client;

import dev.angarium.time.Time;
import dev.angarium.web.address.AddressRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes outgoing requests; see the package. Safe from every context; an outcome comes on the caller's.
 *
 * <p>Not for the outcome to carry: how often a request was reconnected; that is told to the counter given.
 */
public final class GuardedClient {
    private static final List<CharSequence> OURS = List.of(
            HttpHeaders.HOST, HttpHeaders.CONTENT_LENGTH, HttpHeaders.CONNECTION, HttpHeaders.TRANSFER_ENCODING);

    private final HttpClient http;
    private final AddressBook addresses;
    private final ClientLimits limits;
    private final Time time;
    private final Runnable reconnected;

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
        this.addresses = new AddressBook(parts.resolver(), parts.rules(), limits, time);
        this.http = parts.vertx()
                .httpClientBuilder()
                .with(options(limits, parts.trust()))
                .with(new PoolOptions()
                        .setHttp1MaxSize(limits.connections())
                        .setMaxWaitQueueSize(limits.waiting())
                        .setCleanerPeriod(1000))
                .withConnectHandler(connection -> connection.exceptionHandler(told -> {}))
                .build();
    }

    /** The outcome, no later than the deadline. */
    public Future<Outcome> send(OutgoingRequest request) {
        for (var name : OURS) {
            if (request.headers().contains(name)) {
                return Future.succeededFuture(new Outcome.Refused("refused_header"));
            }
        }
        return new Attempt(this, request).run();
    }

    public Future<Void> close() {
        return http.close();
    }

    HttpClient http() {
        return http;
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

    private static HttpClientOptions options(ClientLimits limits, Optional<TrustOptions> trust) {
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setVerifyHost(true)
                .setKeepAlive(true)
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setKeepAliveTimeout((int) limits.idle().toSeconds())
                .setConnectTimeout((int) limits.connect().toMillis())
                .setSslHandshakeTimeout(limits.connect().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxHeaderSize(limits.headers())
                .setMaxInitialLineLength(4096)
                .setMaxRedirects(0);
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        trust.ifPresent(options::setTrustOptions);
        return options;
    }
}
