package dev.angarium.observe.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All families of {@link MetricFamilies}, registered once per process. The facades take their handles from here at
 * construction, so that the hot path touches no map. Safe from every thread.
 */
public final class MetricTable {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The label value that stands for all beyond the limit. */
    public static final String OTHER = LabelLimit.OTHER;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusMeterRegistry jvm =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
    private final List<MetricFamily> families;
    private final Map<String, Counter> counters = new HashMap<>();
    private final Map<String, Histogram> histograms = new HashMap<>();
    private final Map<String, GaugeFamily> gauges = new HashMap<>();
    private final String prefix;
    private final int labelLimit;

    /**
     * @param prefix METRICS_PREFIX, of the inbox's families
     * @param labelLimit METRICS_MAX_INSTANCES: series a labelled family may have, besides {@code other}
     */
    public MetricTable(String prefix, int labelLimit) {
        this.prefix = prefix + "_";
        this.labelLimit = labelLimit;
        this.families = MetricFamilies.all(prefix);
        families.forEach(this::register);
        bindJvm();
    }

    /** The exposition in Prometheus' text format. Walks every series: call it off the event loop. */
    public String exposition() {
        var text = jvm.scrape(CONTENT_TYPE);
        var shown = text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", 4)[2])
                .collect(Collectors.toSet());
        return families.stream()
                .filter(family -> !shown.contains(family.name()))
                .map(MetricTable::header)
                .collect(Collectors.joining("", text, ""));
    }

    List<MetricFamily> families() {
        return families;
    }

    int labelLimit() {
        return labelLimit;
    }

    CounterDataPoint counter(String name, String... labels) {
        return find(counters, name).labelValues(labels);
    }

    DistributionDataPoint histogram(String name, String... labels) {
        return find(histograms, name).labelValues(labels);
    }

    LabelLimit.Handles<CounterDataPoint> counters(String name, int labels) {
        return new LabelLimit.Handles<>(labelLimit, labels, find(counters, name)::labelValues);
    }

    LabelLimit.Handles<DistributionDataPoint> histograms(String name, int labels) {
        return new LabelLimit.Handles<>(labelLimit, labels, find(histograms, name)::labelValues);
    }

    /** Adds a source; what several owners report is summed up. */
    void gauge(String name, DoubleSupplier value) {
        find(gauges, name).add(value);
    }

    /** Adds a source of values by label. Values under one label are folded, and so are those beyond the limit. */
    void gauge(String name, Supplier<Map<String, Double>> values, BinaryOperator<Double> fold) {
        find(gauges, name).add(values, fold);
    }

    /** The full name of a family whose name has the configured prefix. */
    String prefixed(String name) {
        return prefix + name;
    }

    private void register(MetricFamily family) {
        var labels = family.labels().toArray(String[]::new);
        switch (family.kind()) {
            case COUNTER ->
                counters.put(
                        family.name(),
                        Counter.builder()
                                .name(family.name())
                                .help(family.help())
                                .labelNames(labels)
                                .withoutExemplars()
                                .register(registry));
            case HISTOGRAM ->
                histograms.put(
                        family.name(),
                        Histogram.builder()
                                .name(family.name())
                                .help(family.help())
                                .labelNames(labels)
                                .classicOnly()
                                .classicUpperBounds(family.buckets().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray())
                                .withoutExemplars()
                                .register(registry));
            case GAUGE -> gauges.put(family.name(), new GaugeFamily(family, labelLimit, registry));
        }
    }

    private void bindJvm() {
        // Their names are not Prometheus' own: nanoseconds in a counter, a gauge that ends in _count.
        jvm.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        new FileDescriptorMetrics())
                .forEach(binder -> binder.bindTo(jvm));
    }

    private static String header(MetricFamily family) {
        return "# HELP %s %s\n# TYPE %s %s\n"
                .formatted(
                        family.name(),
                        family.help(),
                        family.name(),
                        family.kind().word());
    }

    private static <T> T find(Map<String, T> byName, String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }
}
