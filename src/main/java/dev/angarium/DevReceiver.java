package dev.angarium;

import dev.angarium.settings.value.Durations;
import dev.angarium.time.Time;
import dev.angarium.web.Exchange;
import dev.angarium.web.Problem;
import dev.angarium.web.Route;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A subscriber within the node, in dev only, so that a first delivery can be seen with curl alone. POST takes a delivery,
 * GET tells those that came since the last look; {@code ?wait=5s} waits for one. Its state has one owner context.
 */
final class DevReceiver {
    static final String PATH = "/dev/receiver";
    private static final int KEPT_MAX = 20;
    private static final int BODY_MAX = 256 << 10;
    private static final int WAITERS_MAX = 100;
    private static final Duration WAIT_MAX = Duration.ofSeconds(20);
    private static final List<String> SHOWN = List.of(
            "X-Rijan-Signature", "webhook-id", "webhook-timestamp", "webhook-signature", "X-Sequence", "X-Attempt");

    private final Vertx vertx;
    private final Context context;
    private final Time time;
    private final ArrayDeque<JsonObject> deliveries = new ArrayDeque<>();
    private final ArrayDeque<Promise<JsonArray>> waiting = new ArrayDeque<>();

    DevReceiver(Vertx vertx, Time time) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.time = time;
    }

    List<Route> routes() {
        return List.of(Route.post(PATH, BODY_MAX, this::receive), Route.get(PATH, this::show));
    }

    private void receive(Exchange exchange) {
        exchange.body()
                .map(body -> delivery(exchange, body))
                .compose(delivery -> here(() -> keep(delivery)))
                .onSuccess(kept -> exchange.answer(200))
                .onFailure(exchange::fail);
    }

    private void show(Exchange exchange) {
        var asked = exchange.request().getParam("wait");
        var wait = asked == null ? Optional.of(Duration.ZERO) : Durations.parse(asked);
        if (wait.filter(span -> span.compareTo(WAIT_MAX) <= 0).isEmpty()) {
            exchange.problem(Problem.invalid("wait", "must be a duration of at most 20s"));
            return;
        }
        here(() -> take(wait.get()))
                .onSuccess(taken -> exchange.json(
                        200, new JsonObject().put("deliveries", taken).toBuffer()))
                .onFailure(exchange::fail);
    }

    private static JsonObject delivery(Exchange exchange, Buffer body) {
        var headers = new JsonObject();
        SHOWN.forEach(name -> headers.put(name, exchange.headers().get(name)));
        return new JsonObject().put("headers", headers).put("body", readable(body));
    }

    private static Object readable(Buffer body) {
        try {
            return body.length() > 0 && body.getByte(0) == '[' ? new JsonArray(body) : new JsonObject(body);
        } catch (DecodeException noJson) {
            return body.toString();
        }
    }

    private Future<Boolean> keep(JsonObject delivery) {
        if (deliveries.size() == KEPT_MAX) {
            deliveries.remove();
        }
        deliveries.add(delivery);
        var first = waiting.poll();
        if (first != null) {
            first.complete(drained());
        }
        return Future.succeededFuture(true);
    }

    private Future<JsonArray> take(Duration wait) {
        if (!deliveries.isEmpty() || wait.isZero() || waiting.size() == WAITERS_MAX) {
            return Future.succeededFuture(drained());
        }
        var next = Promise.<JsonArray>promise();
        waiting.add(next);
        time.after(wait, () -> {
            if (waiting.remove(next)) {
                next.complete(drained());
            }
        });
        return next.future();
    }

    private JsonArray drained() {
        var all = new JsonArray(List.copyOf(deliveries));
        deliveries.clear();
        return all;
    }

    /** On the owner's context; what comes of it on the caller's. */
    private <T> Future<T> here(Supplier<Future<T>> work) {
        var caller = vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        context.runOnContext(go -> work.get().onComplete(done -> caller.runOnContext(back -> answer.handle(done))));
        return answer.future();
    }
}
