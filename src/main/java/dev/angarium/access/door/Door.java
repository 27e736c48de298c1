package dev.angarium.access.door;

import dev.angarium.access.key.Keys;
import dev.angarium.access.key.SignIn;
import dev.angarium.access.rate.FailedSignIns;
import dev.angarium.access.rate.RateLimits;
import dev.angarium.web.Exchange;
import dev.angarium.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets callers in: signed in by their key, and not too many. An address with too many wrong keys waits; only a right key
 * too long to be guessed is let through meanwhile, so that nobody can lock out others behind the same address. A call
 * without a key is no guess.
 */
public final class Door {
    private static final String API_KEY = "X-API-Key";
    private static final String BEARER = "Bearer ";
    private static final int GUESS_PROOF_LENGTH = 32;
    private static final String CHALLENGE = "Bearer realm=\"angarium\"";

    private final Keys keys;
    private final FailedSignIns failures;
    private final RateLimits rates;

    public Door(Keys keys, FailedSignIns failures, RateLimits rates) {
        this.keys = keys;
        this.failures = failures;
        this.rates = rates;
    }

    /**
     * The RateLimit headers are on the answer from here on.
     *
     * @param tenantId the tenant the call is for, where that is said
     */
    public Future<Entry> enter(Exchange exchange, Optional<String> tenantId) {
        var waiting = failures.waiting(exchange.clientAddress());
        if (waiting.isPresent()) {
            var tooMany = unknown(exchange);
            if (tooMany.isPresent()) {
                return Future.succeededFuture(new Entry.Out(tooMany.get()));
            }
        }
        var key = key(exchange.headers());
        return keys.signIn(key, tenantId)
                .map(signIn -> waiting.isPresent() && !(signIn instanceof SignIn.As && isBeyondGuessing(key))
                        ? new Entry.Out(tooManyFailures(waiting.getAsInt()))
                        : judged(exchange, signIn, key));
    }

    /** Counts somebody who does not have to sign in, by address. @return why not, where it is too many */
    public Optional<Problem> unknown(Exchange exchange) {
        return counted(exchange, rates.take(exchange.clientAddress()));
    }

    private Entry judged(Exchange exchange, SignIn signIn, String key) {
        if (signIn instanceof SignIn.As as) {
            exchange.fields().tenantId(as.caller().tenantId());
            return counted(exchange, rates.take(as.caller()))
                    .<Entry>map(Entry.Out::new)
                    .orElseGet(() -> new Entry.In(as.caller()));
        }
        if (signIn instanceof SignIn.Refused && !key.isEmpty()) {
            failures.failed(exchange.clientAddress());
        }
        return unknown(exchange).<Entry>map(Entry.Out::new).orElseGet(() -> stranger(exchange, signIn));
    }

    private static Entry stranger(Exchange exchange, SignIn signIn) {
        if (signIn instanceof SignIn.NoTenant) {
            return new Entry.NoTenant();
        }
        exchange.response().putHeader("WWW-Authenticate", CHALLENGE);
        return new Entry.Out(Problem.unauthorized());
    }

    /** A made key is; one that an operator chose may be short, and then a limit must not let the right guess through. */
    private static boolean isBeyondGuessing(String key) {
        return key.length() >= GUESS_PROOF_LENGTH;
    }

    private static Optional<Problem> counted(Exchange exchange, RateLimits.Verdict verdict) {
        verdict.headers().forEach((name, value) -> exchange.response().putHeader(name, value));
        return verdict.allowed()
                ? Optional.empty()
                : Optional.of(Problem.tooManyRequests(Duration.ofSeconds(verdict.retrySeconds())));
    }

    private static Problem tooManyFailures(int seconds) {
        return Problem.of(429, "TOO_MANY_FAILED_SIGN_INS", "Too many failed sign-ins from this address")
                .retryAfter(Duration.ofSeconds(seconds));
    }

    /** Empty where there is none. */
    private static String key(MultiMap headers) {
        var authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        var key = headers.get(API_KEY);
        return key == null ? "" : key.strip();
    }
}
