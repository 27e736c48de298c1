package dev.angarium.observe.metrics;

/** The facades of one table. One set a node: some register what they show when they are made. */
public record Families(
        PipelineMetrics pipeline, DeliveryMetrics delivery, InboxMetrics inbox, HttpMetrics http, NodeMetrics node) {
    public static Families of(MetricTable table) {
        return new Families(
                new PipelineMetrics(table),
                new DeliveryMetrics(table),
                new InboxMetrics(table),
                new HttpMetrics(table),
                new NodeMetrics(table));
    }
}
