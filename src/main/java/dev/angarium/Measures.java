package dev.angarium;

import dev.angarium.observe.SqlWatch;
import dev.angarium.observe.metrics.Families;
import dev.angarium.observe.metrics.MetricTable;
import dev.angarium.settings.MetricsSettings;
import dev.angarium.time.VertxTime;

/** The metrics of a node and who fills them; there before Vert.x is, whose statements they time. */
record Measures(MetricTable table, Families families, SqlWatch sql, PipelineMeters pipeline, DeliveryMeters delivery) {
    static Measures of(MetricsSettings settings) {
        var table = new MetricTable(settings.prefix(), settings.maxInstances());
        var families = Families.of(table);
        var sql = new SqlWatch(families.node(), VertxTime::new);
        return new Measures(table, families, sql, new PipelineMeters(families), new DeliveryMeters(families));
    }
}
