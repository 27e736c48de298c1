package dev.angarium.access.api;

import dev.angarium.access.Caller;
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
 * Lets callers in: signed in by their key, and not too many. An address with too many wrong keys waits, whatever it
 * shows next: else the limit would not stop who guesses right. A call without a key is no guess.
 */
final class Door {
    private static final String API_KEY = "X-API-Key";
    private static final String TENANT = "X-Tenant-Id";
    private static final String BEARER = "Bearer ";
    private static final String CHALLENGE = "Bearer realm=\"angarium\"";

    private final Keys keys;
    private final FailedSignIns failures;
    private final RateLimits rates;

    Door(Keys keys, FailedSignIns failures, RateLimits rates) {
        this.keys = keys;
        this.failures = failures;
        this.rates = rates;
    }

    /** The RateLimit headers are on the answer from here on. */
    Future<Passage<Caller>> enter(Exchange exchange) {
        var address = exchange.clientAddress();
        var waiting = failures.waiting(address);
        if (waiting.isPresent()) {
            show(exchange, rates.take(address));
            return Future.succeededFuture(Passage.shut(tooManyFailures(waiting.getAsInt())));
        }
        var key = key(exchange.headers());
        return keys.signIn(key, Optional.ofNullable(exchange.headers().get(TENANT)))
                .map(signIn -> {
                    if (signIn instanceof SignIn.As as) {
                        exchange.fields().tenantId(as.caller().tenantId());
                        return counted(exchange, as.caller());
                    }
                    if (signIn instanceof SignIn.Refused && !key.isEmpty()) {
                        failures.failed(address);
                    }
                    return refused(exchange, signIn);
                });
    }

    private Passage<Caller> counted(Exchange exchange, Caller caller) {
        var verdict = rates.take(caller);
        show(exchange, verdict);
        return verdict.allowed() ? new Passage.Open<>(caller) : Passage.shut(tooMany(verdict));
    }

    /** Whom nobody knows is counted by address. */
    private Passage<Caller> refused(Exchange exchange, SignIn signIn) {
        var verdict = rates.take(exchange.clientAddress());
        show(exchange, verdict);
        if (!verdict.allowed()) {
            return Passage.shut(tooMany(verdict));
        }
        if (signIn instanceof SignIn.NoTenant) {
            return Passage.shut(Problem.notFound());
        }
        exchange.response().putHeader("WWW-Authenticate", CHALLENGE);
        return Passage.shut(Problem.unauthorized());
    }

    private static void show(Exchange exchange, RateLimits.Verdict verdict) {
        verdict.headers().forEach((name, value) -> exchange.response().putHeader(name, value));
    }

    private static Problem tooMany(RateLimits.Verdict verdict) {
        return Problem.tooManyRequests(Duration.ofSeconds(verdict.retrySeconds()));
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
