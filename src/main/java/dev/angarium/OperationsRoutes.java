package dev.angarium;

import dev.angarium.observe.Health;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.web.Exchange;
import dev.angarium.web.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;

/** Probes and metrics. Open to anybody who reaches the port, so they tell words and numbers only. */
final class OperationsRoutes {
    private final Vertx vertx;
    private final Health health;
    private final MetricTable metrics;
    private final Supplier<JsonObject> figures;

    /** @param figures what {@code /healthz} says of the runtime in numbers */
    OperationsRoutes(Vertx vertx, Health health, MetricTable metrics, Supplier<JsonObject> figures) {
        this.vertx = vertx;
        this.health = health;
        this.metrics = metrics;
        this.figures = figures;
    }

    List<Route> list() {
        return List.of(
                Route.get("/health", exchange -> report(exchange, health.live())),
                Route.get("/health/live", exchange -> report(exchange, health.live())),
                Route.get("/ready", exchange -> report(exchange, health.ready())),
                Route.get("/health/ready", exchange -> report(exchange, health.ready())),
                Route.get("/healthz", this::reportRuntime),
                Route.get("/metrics", this::exposeMetrics));
    }

    private static void report(Exchange exchange, Future<Health.Report> asked) {
        asked.onSuccess(report -> {
                    var checks = new JsonObject();
                    report.checks().forEach((name, up) -> checks.put(name, up ? "up" : "down"));
                    var body = new JsonObject()
                            .put("status", report.up() ? "up" : "down")
                            .put("checks", checks);
                    exchange.json(report.up() ? 200 : 503, body.toBuffer());
                })
                .onFailure(exchange::fail);
    }

    /** Alive or not decides the status; the runtime's own word says whether it takes work. */
    private void reportRuntime(Exchange exchange) {
        Future.all(health.live(), health.ready())
                .onSuccess(both -> {
                    var alive = both.<Health.Report>resultAt(0).up();
                    var body = new JsonObject()
                            .put("status", alive ? "ok" : "down")
                            .put("whatsapp", new JsonObject().put("runtime", runtime(both.resultAt(1))));
                    exchange.json(alive ? 200 : 503, body.toBuffer());
                })
                .onFailure(exchange::fail);
    }

    /** Providers are reached over HTTP alone: sessions live at the gateways. */
    private JsonObject runtime(Health.Report ready) {
        return new JsonObject()
                .put("mode", "http")
                .put("transport", "http")
                .put("status", ready.up() ? "running" : "degraded")
                .put("disabled", false)
                .put("metrics", figures.get());
    }

    /** With many instances the text is long: it is made off the event loop. */
    private void exposeMetrics(Exchange exchange) {
        vertx.executeBlocking(metrics::exposition, false)
                .onSuccess(text -> exchange.answer(200, MetricTable.CONTENT_TYPE, Buffer.buffer(text)))
                .onFailure(exchange::fail);
    }
}
