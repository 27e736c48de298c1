package dev.angarium.observe.metrics;

import java.util.List;

/** One family as it is exposed. Buckets are the upper bounds of a histogram, ascending, without +Inf. */
record MetricFamily(String name, Kind kind, String help, List<String> labels, List<Double> buckets) {
    enum Kind {
        COUNTER("counter"),
        GAUGE("gauge"),
        HISTOGRAM("histogram");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static MetricFamily counter(String name, String help, String... labels) {
        return new MetricFamily(name, Kind.COUNTER, help, List.of(labels), List.of());
    }

    static MetricFamily gauge(String name, String help, String... labels) {
        return new MetricFamily(name, Kind.GAUGE, help, List.of(labels), List.of());
    }

    static MetricFamily histogram(String name, String help, List<Double> buckets, String... labels) {
        return new MetricFamily(name, Kind.HISTOGRAM, help, List.of(labels), buckets);
    }
}
