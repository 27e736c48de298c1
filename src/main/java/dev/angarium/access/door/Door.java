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
 * Lets callers in: signed in by their key, and not too many. An address with too many wrong keys waits; only a right key
 * too long to be guessed is let through meanwhile, so that nobody can lock out others behind the same address. A call
 * without a key is no guess.
 */
final class Door {
    private static final String API_KEY = "X-API-Key";
    private static final String TENANT = "X-Tenant-Id";
    private static final String BEARER = "Bearer ";
    private static final int GUESS_PROOF_LENGTH = 32;
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
        var waiting = failures.waiting(exchange.clientAddress());
        if (waiting.isPresent()) {
            var verdict = rates.take(exchange.clientAddress());
            show(exchange, verdict);
            if (!verdict.allowed()) {
                return Future.succeededFuture(Passage.shut(tooMany(verdict)));
            }
        }
        var key = key(exchange.headers());
        return keys.signIn(key, Optional.ofNullable(exchange.headers().get(TENANT)))
                .map(signIn -> waiting.isPresent() && !(signIn instanceof SignIn.As && isBeyondGuessing(key))
                        ? Passage.shut(tooManyFailures(waiting.getAsInt()))
                        : judged(exchange, signIn, key));
    }

    private Passage<Caller> judged(Exchange exchange, SignIn signIn, String key) {
        if (signIn instanceof SignIn.As as) {
            exchange.fields().tenantId(as.caller().tenantId());
            return counted(exchange, as.caller());
        }
        if (signIn instanceof SignIn.Refused && !key.isEmpty()) {
            failures.failed(exchange.clientAddress());
        }
        return refused(exchange, signIn);
    }

    /** A made key is; one that an operator chose may be short, and then a limit must not let the right guess through. */
    private static boolean isBeyondGuessing(String key) {
        return key.length() >= GUESS_PROOF_LENGTH;
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
