package dev.angarium.bench;

import dev.angarium.bench.Scenarios.Stream;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code bench/run}: starts a broker of its own for each scenario, loads it, and prints one JSON line and a table each; all
 * lines are kept in {@code target/bench.jsonl}, and a Markdown table for RESULTS.md comes last.
 */
public final class Bench {
    private static final Path KEPT = Path.of("target", "bench.jsonl");

    private Bench() {}

    /** One measurement. */
    interface Scenario {
        JsonObject run() throws Exception;
    }

    public static void main(String[] names) throws Exception {
        var reports = new ArrayList<JsonObject>();
        for (var scenario : scenarios().entrySet()) {
            if (names.length == 0 || List.of(names).contains(scenario.getKey())) {
                var report = new JsonObject().put("scenario", scenario.getKey());
                reports.add(report.mergeIn(scenario.getValue().run()));
                keep(report);
            }
        }
        if (reports.isEmpty()) {
            System.err.println("scenarios: " + scenarios().keySet());
            System.exit(2);
        }
        System.out.println(Table.of(reports));
        System.exit(0);
    }

    private static Map<String, Scenario> scenarios() {
        var all = new LinkedHashMap<String, Scenario>();
        for (var stream : List.of(
                new Stream("ingest-64", 64, 1000, 0, false),
                new Stream("ingest-256", 256, 1000, 0, false),
                new Stream("end-to-end-64", 64, 1000, 0, true),
                new Stream("end-to-end-256", 256, 1000, 0, true),
                new Stream("steady-200", 64, 1000, 200, true),
                new Stream("one-instance", 64, 1, 0, false))) {
            all.put(stream.name(), () -> Scenarios.stream(stream));
        }
        all.put("subscribers-50", Scenarios::subscribers);
        all.put("backlog", Scenarios::backlog);
        return all;
    }

    private static void keep(JsonObject report) throws IOException {
        System.out.println(report.encode());
        report.forEach(field -> System.out.printf("  %-24s %s%n", field.getKey(), field.getValue()));
        Files.writeString(KEPT, report.encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
