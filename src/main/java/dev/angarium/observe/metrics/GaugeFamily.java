package dev.angarium.observe.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback.Callback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** A gauge that asks its owners when it is read. A source must be safe to call from another thread, and quick. */
final class GaugeFamily {
    private final List<DoubleSupplier> plain = new CopyOnWriteArrayList<>();
    private final List<Labelled> labelled = new CopyOnWriteArrayList<>();
    private final MetricFamily family;
    private final int labelLimit;

    GaugeFamily(MetricFamily family, int labelLimit, PrometheusRegistry registry) {
        this.family = family;
        this.labelLimit = labelLimit;
        GaugeWithCallback.builder()
                .name(family.name())
                .help(family.help())
                .labelNames(family.labels().toArray(String[]::new))
                .callback(this::read)
                .register(registry);
    }

    void add(DoubleSupplier source) {
        plain.add(source);
    }

    void add(Supplier<Map<String, Double>> source, BinaryOperator<Double> fold) {
        labelled.add(new Labelled(source, fold));
    }

    private void read(Callback out) {
        if (family.labels().isEmpty()) {
            out.call(plain.stream().mapToDouble(DoubleSupplier::getAsDouble).sum());
        } else if (!labelled.isEmpty()) {
            var fold = labelled.get(0).fold();
            Map<String, Double> merged = new HashMap<>();
            labelled.forEach(
                    source -> source.values().get().forEach((label, value) -> merged.merge(label, value, fold)));
            LabelLimit.highest(merged, labelLimit, fold).forEach((label, value) -> out.call(value, label));
        }
    }

    private record Labelled(Supplier<Map<String, Double>> values, BinaryOperator<Double> fold) {}
}
