package dev.angarium.inbox.simple;

import dev.angarium.access.Permission;
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

/** Who may read: anybody, counted by address, where the simple API is open; else whose key may read the inbox. */
final class SimpleDoor {
    private static final String BEARER = "Bearer ";
    private static final String API_KEY = "X-API-Key";

    private final Keys keys;
    private final RateLimits rates;
    private final FailedSignIns failures;
    private final boolean open;

    SimpleDoor(Keys keys, RateLimits rates, FailedSignIns failures, boolean open) {
        this.keys = keys;
        this.rates = rates;
        this.failures = failures;
        this.open = open;
    }

    /** Why the request may not pass; empty where it may. */
    Future<Optional<Problem>> refusal(Exchange exchange) {
        var address = exchange.clientAddress();
        if (open) {
            return Future.succeededFuture(counted(exchange, rates.take(address)));
        }
        var waiting = failures.waiting(address);
        if (waiting.isPresent()) {
            return Future.succeededFuture(Optional.of(tooMany(waiting.getAsInt())));
        }
        var key = key(exchange.headers());
        return keys.signIn(key, Optional.of(SimpleProjection.TENANT)).map(signIn -> refusal(exchange, key, signIn));
    }

    private Optional<Problem> refusal(Exchange exchange, String key, SignIn signIn) {
        if (signIn instanceof SignIn.As as) {
            var caller = as.caller();
            return counted(exchange, rates.take(caller))
                    .or(() -> caller.rights().has(Permission.INBOX_READ)
                            ? Optional.empty()
                            : Optional.of(Problem.forbidden()));
        }
        var tooMany = counted(exchange, rates.take(exchange.clientAddress()));
        return tooMany.isPresent() ? tooMany : Optional.of(stranger(exchange, key, signIn));
    }

    private Problem stranger(Exchange exchange, String key, SignIn signIn) {
        if (signIn instanceof SignIn.NoTenant) {
            return Problem.forbidden(); // a good key, but another tenant's
        }
        if (!key.isEmpty()) {
            failures.failed(exchange.clientAddress());
        }
        exchange.response().putHeader("WWW-Authenticate", BEARER.trim());
        return Problem.unauthorized();
    }

    private static Optional<Problem> counted(Exchange exchange, RateLimits.Verdict verdict) {
        verdict.headers().forEach(exchange.response()::putHeader);
        return verdict.allowed() ? Optional.empty() : Optional.of(tooMany(verdict.retrySeconds()));
    }

    private static Problem tooMany(int seconds) {
        return Problem.tooManyRequests(Duration.ofSeconds(seconds));
    }

    /** Empty where the request carries none. */
    private static String key(MultiMap headers) {
        var authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        return Optional.ofNullable(headers.get(API_KEY)).orElse("");
    }
}
