package dev.angarium.bench;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** Reports as a Markdown table, a row for each stream; scenarios of another kind are left out. */
final class Table {
    private static final String HEAD =
            """
            | scenario | accepted/s | delivered/s | Java CPU | PostgreSQL CPU | ack p50 / p99 / p99.9 | \
            accept → delivery | rows | trips | commits | WAL B | table B | RSS MiB |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    private Table() {}

    static String of(List<JsonObject> reports) {
        return HEAD
                + reports.stream()
                        .filter(report -> report.containsKey("acceptedPerSecond"))
                        .map(Table::row)
                        .collect(Collectors.joining("\n"));
    }

    private static String row(JsonObject report) {
        var each = report.getJsonObject("perEvent");
        return "| "
                + String.join(
                        " | ",
                        report.getString("scenario"),
                        whole(report, "acceptedPerSecond"),
                        whole(report, "deliveredPerSecond"),
                        "%.3f".formatted(report.getDouble("javaCpuPer1000")),
                        "%.3f".formatted(report.getDouble("postgresCpuPer1000")),
                        times(report.getJsonObject("ackMillis")),
                        times(report.getJsonObject("acceptToDeliveryMillis")),
                        "%.2f + %.2f".formatted(each.getDouble("rowsInserted"), each.getDouble("rowsUpdated")),
                        "%.3f".formatted(each.getDouble("roundTrips")),
                        "%.3f".formatted(each.getDouble("commits")),
                        whole(each, "walBytes"),
                        whole(each, "tableBytes"),
                        whole(report, "residentMiB"))
                + " |";
    }

    private static String whole(JsonObject figures, String name) {
        return figures.containsKey(name) ? "%,d".formatted(Math.round(figures.getDouble(name))) : "–";
    }

    private static String times(JsonObject millis) {
        return millis == null
                ? "–"
                : "%.1f / %.1f / %.1f"
                        .formatted(millis.getDouble("p50"), millis.getDouble("p99"), millis.getDouble("p999"));
    }
}
