package dev.angarium;

import dev.angarium.access.audit.PgChainCheck;
import dev.angarium.access.once.AccessUpkeep;
import dev.angarium.access.once.PgClaims;
import dev.angarium.event.EventSink;
import dev.angarium.inbox.state.PgSilences;
import dev.angarium.inbox.state.SilenceWatch;
import dev.angarium.observe.log.Logging;
import dev.angarium.observe.metrics.NodeMetrics;
import dev.angarium.tenant.figures.NodeFigures;
import dev.angarium.tenant.figures.PgFigures;
import io.vertx.core.json.JsonObject;

/** What a node does and counts now and then, beside its work. */
record Chores(NodeFigures figures, AccessUpkeep upkeep, SilenceWatch silences) {
    static Chores start(Ground ground, EventSink sink, NodeMetrics metrics) {
        var chores = new Chores(figures(ground, metrics), upkeep(ground), silences(ground, sink, metrics));
        chores.figures.start();
        chores.upkeep.start();
        chores.silences.start();
        return chores;
    }

    void stop() {
        figures.stop();
        upkeep.stop();
        silences.stop();
    }

    /** What {@code whatsapp.runtime.metrics} says. */
    JsonObject runtime() {
        return figures.runtime();
    }

    private static NodeFigures figures(Ground ground, NodeMetrics metrics) {
        var counted = new PgFigures(ground.database().pipeline());
        return new NodeFigures(counted::count, new Logging()::dropped, metrics, ground.time());
    }

    private static AccessUpkeep upkeep(Ground ground) {
        var pipeline = ground.database().pipeline();
        var claims = new PgClaims(ground.database().tenants(), ground.vault(), ground.time());
        return new AccessUpkeep(
                new AccessUpkeep.Duties(
                        () -> claims.purge(pipeline),
                        ground.subscriptions()::endOverlaps,
                        new PgChainCheck(pipeline, PgChainCheck.Broken::log)::next),
                ground.settings().retention().cleanupInterval(),
                ground.time());
    }

    private static SilenceWatch silences(Ground ground, EventSink sink, NodeMetrics metrics) {
        var settings = ground.settings();
        return new SilenceWatch(
                new PgSilences(ground.database().pipeline()),
                sink,
                settings.silence(),
                settings.metrics().maxInstances(),
                metrics,
                ground.time());
    }
}
