package dev.angarium.bench;

import io.vertx.core.json.JsonObject;
import org.HdrHistogram.Histogram;

/** How figures are written. */
public final class Figures {
    private Figures() {}

    static double round(double value) {
        return Math.round(value * 10_000) / 10_000d;
    }

    /** Milliseconds of a histogram in microseconds. */
    static JsonObject percentiles(Histogram micros) {
        return new JsonObject()
                .put("p50", round(micros.getValueAtPercentile(50) / 1000d))
                .put("p99", round(micros.getValueAtPercentile(99) / 1000d))
                .put("p999", round(micros.getValueAtPercentile(99.9) / 1000d));
    }

    public static double p99(Histogram micros) {
        return round(micros.getValueAtPercentile(99) / 1000d);
    }
}
