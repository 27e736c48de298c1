package dev.angarium.bench;

import dev.angarium.harness.BrokerDatabase;
import dev.angarium.harness.BrokerProcess;
import dev.angarium.harness.ProcessTimes;
import io.vertx.core.json.JsonObject;

/** CPU, memory, rows and round trips over a span of time. */
final class Span {
    private final BrokerProcess broker;
    private final BrokerDatabase database;
    private final DatabaseFigures databaseBefore;
    private final Scraped scrapedBefore;
    private final double javaBefore;
    private final double postgresBefore;
    private final long startedAt;

    Span(BrokerProcess broker) {
        this.broker = broker;
        this.database = new BrokerDatabase(broker.dataDir());
        this.databaseBefore = DatabaseFigures.of(database);
        this.scrapedBefore = Scraped.from(broker);
        this.javaBefore = ProcessTimes.cpuSeconds(broker.pid());
        this.postgresBefore = ProcessTimes.postgresCpuSeconds(broker.dataDir());
        this.startedAt = System.nanoTime();
    }

    /** The figures up to now. */
    Ended end() {
        var seconds = (System.nanoTime() - startedAt) / 1e9;
        var java = ProcessTimes.cpuSeconds(broker.pid()) - javaBefore;
        var postgres = ProcessTimes.postgresCpuSeconds(broker.dataDir()) - postgresBefore;
        return new Ended(
                seconds,
                java,
                postgres,
                ProcessTimes.residentBytes(broker.pid()) >> 20,
                DatabaseFigures.of(database).since(databaseBefore),
                scrapedBefore,
                Scraped.from(broker));
    }

    private static final String STAGE = "ingress_stage_seconds";

    record Ended(
            double seconds,
            double java,
            double postgres,
            long residentMiB,
            DatabaseFigures database,
            Scraped before,
            Scraped after) {
        void addTo(JsonObject report, long events) {
            var trips = after.sum("angarium_db_query_duration_seconds_count")
                    - before.sum("angarium_db_query_duration_seconds_count");
            report.put("javaCpuPer1000", Figures.round(java / events * 1000))
                    .put("postgresCpuPer1000", Figures.round(postgres / events * 1000))
                    .put("residentMiB", residentMiB)
                    .put("perEvent", database.over(events).put("roundTrips", Figures.round(trips / events)))
                    .put("batchWrittenP99Seconds", after.p99Since(before, "event_processing_duration_seconds"))
                    .put("readP99Seconds", after.p99Since(before, STAGE, "stage=\"read\""))
                    .put("busP99Seconds", after.p99Since(before, STAGE, "stage=\"bus\""))
                    .put("scrapeMillis", Figures.round(after.millis()));
        }
    }
}
