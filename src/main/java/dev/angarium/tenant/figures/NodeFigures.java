package dev.angarium.tenant.figures;

import dev.angarium.observe.log.Fields;
import dev.angarium.observe.log.Log;
import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.time.Time;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has instances and webhooks counted now and then, with one statement, for the metrics and {@code /healthz}. */
public final class NodeFigures {
    static final Duration EVERY = Duration.ofSeconds(15);
    private static final Log LOG = Log.of(NodeFigures.class);

    private final Supplier<Future<Figures>> count;
    private final LongSupplier linesDropped;
    private final NodeMetrics metrics;
    private final Time time;
    private volatile Figures latest = Figures.NONE;
    private Time.@Nullable Timer timer;
    private volatile boolean counting;
    private long linesTold;

    /** @param linesDropped how many lines the log has lost since its start */
    public NodeFigures(Supplier<Future<Figures>> count, LongSupplier linesDropped, NodeMetrics metrics, Time time) {
        this.count = count;
        this.linesDropped = linesDropped;
        this.metrics = metrics;
        this.time = time;
        metrics.devices(() -> latest.devices(), () -> latest.connected());
        metrics.webhooks(() -> latest.webhooks(), () -> latest.disabled());
    }

    /** Counts at once, then again and again. Called once. */
    public void start() {
        timer = time.every(EVERY, this::refresh);
        refresh();
    }

    public void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** What {@code whatsapp.runtime.metrics} says. */
    public JsonObject runtime() {
        return new JsonObject().put("devices", latest.devices()).put("devicesConnected", latest.connected());
    }

    private void refresh() {
        var lines = linesDropped.getAsLong();
        metrics.logLinesDropped(lines - linesTold);
        linesTold = lines;
        if (!counting) {
            counting = true;
            count.get()
                    .onSuccess(figures -> latest = figures)
                    .onFailure(failure -> LOG.warn("instances could not be counted", Fields.of(), failure))
                    .onComplete(done -> counting = false);
        }
    }
}
