package dev.angarium.bench;

import dev.angarium.harness.BrokerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.TreeMap;

/** The node's own metrics at one moment, and how long it took to get them. */
public record Scraped(String text, double millis) {
    public static Scraped from(BrokerProcess broker) {
        var start = System.nanoTime();
        try {
            var request = HttpRequest.newBuilder(broker.uri("/metrics")).build();
            var text = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            return new Scraped(text, (System.nanoTime() - start) / 1e6);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The sum of all series of that name. */
    public double sum(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The upper bound of the bucket, in seconds, that holds the 99th percentile of what came since; -1: nothing came. */
    double p99Since(Scraped before, String histogram) {
        return p99Since(before, histogram, "");
    }

    /** @param label such as {@code stage="read"}: the series that have it */
    double p99Since(Scraped before, String histogram, String label) {
        var buckets = new TreeMap<Double, Double>();
        text.lines()
                .filter(line -> line.startsWith(histogram + "_bucket{") && line.contains(label))
                .forEach(line -> buckets.merge(bound(line), value(line), Double::sum));
        before.text
                .lines()
                .filter(line -> line.startsWith(histogram + "_bucket{") && line.contains(label))
                .forEach(line -> buckets.merge(bound(line), -value(line), Double::sum));
        var all = buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
        return buckets.entrySet().stream()
                .filter(bucket -> all > 0 && bucket.getValue() >= 0.99 * all)
                .mapToDouble(bucket -> bucket.getKey())
                .findFirst()
                .orElse(-1);
    }

    private static double bound(String line) {
        var at = line.indexOf("le=\"") + 4;
        var bound = line.substring(at, line.indexOf('"', at));
        return bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
