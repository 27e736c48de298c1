package dev.angarium.lane.guard;

import dev.angarium.lane.LaneStatus;
import dev.angarium.settings.BreakerSettings;
import dev.angarium.time.Time;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The breaker of one lane. Made when a first attempt fails, forgotten when one succeeds; the circuit inside is made
 * when it opens first.
 */
public final class Breaker {
    private final BreakerSettings settings;
    private final Time time;
    private final BiConsumer<LaneStatus.Breaker, LaneStatus.Breaker> listener;
    private int failures;
    private LaneStatus.Breaker told = LaneStatus.Breaker.CLOSED;
    private @Nullable CircuitBreaker circuit;
    private Time.@Nullable Timer timer;
    private long mark;

    /** @param listener hears of each change, from and to, after it */
    public Breaker(BreakerSettings settings, Time time, BiConsumer<LaneStatus.Breaker, LaneStatus.Breaker> listener) {
        this.settings = settings;
        this.time = time;
        this.listener = listener;
    }

    public LaneStatus.Breaker state() {
        return told;
    }

    /** What was noted when it opened last. */
    public long mark() {
        return mark;
    }

    /** An attempt failed. @param newMark noted if it opens by this */
    public void failed(long newMark) {
        failures++;
        if (settings.enabled() && (told == LaneStatus.Breaker.HALF_OPEN || failures >= settings.maxFailures())) {
            open(newMark);
        }
    }

    /** An attempt succeeded; this one is not used any more. */
    public void succeeded() {
        failures = 0;
        if (circuit != null) {
            circuit.reset();
        }
        close();
    }

    /** Not used any more. */
    public void close() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        tell(LaneStatus.Breaker.CLOSED);
    }

    /** Opens, whatever was counted. @param newMark noted */
    public void open(long newMark) {
        if (told == LaneStatus.Breaker.OPEN) {
            return;
        }
        mark = newMark;
        if (circuit == null) {
            circuit = circuit();
        }
        circuit.open();
    }

    private CircuitBreaker circuit() {
        var options = new CircuitBreakerOptions()
                .setMaxFailures(settings.maxFailures())
                .setTimeout(settings.timeout().toMillis())
                .setResetTimeout(Math.max(1, settings.cooldown().toMillis()))
                .setFailuresRollingWindow(1000)
                .setNotificationAddress(null);
        return CircuitBreaker.create("lane", timersOnly(), options)
                .openHandler(opened -> tell(LaneStatus.Breaker.OPEN))
                .halfOpenHandler(halfOpened -> tell(LaneStatus.Breaker.HALF_OPEN))
                .closeHandler(closed -> tell(LaneStatus.Breaker.CLOSED));
    }

    private void tell(LaneStatus.Breaker now) {
        var before = told;
        told = now;
        if (before != now) {
            listener.accept(before, now);
        }
    }

    /** All the circuit needs of Vert.x is a timer. */
    private Vertx timersOnly() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (proxy, method, arguments) -> {
                    if (isSetTimer(method)) {
                        timer = time.after(Duration.ofMillis((long) arguments[0]), () -> fire(arguments[1]));
                        return 0L;
                    }
                    throw new IllegalStateException(method.getName());
                });
    }

    private static boolean isSetTimer(Method method) {
        return method.getName().equals("setTimer") && method.getParameterCount() == 2;
    }

    @SuppressWarnings("unchecked")
    private static void fire(Object handler) {
        ((Handler<Long>) handler).handle(0L);
    }
}
