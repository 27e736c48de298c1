package dev.angarium.settings.load;

import dev.angarium.settings.DatabaseSettings;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.settings.RetentionSettings;
import dev.angarium.settings.value.Kinds;
import java.time.Duration;
import java.util.List;

/** From the ingress into the log, and how long the log keeps it. */
final class PipelineKeys {
    static final Setting<Integer> BUFFER_SIZE =
            Setting.of("EVENT_BUFFER_SIZE", Kinds.COUNT, "1000", "events waiting per instance before 503");
    static final Setting<Integer> BATCH_SIZE = Setting.of(
            "EVENT_BATCH_SIZE", Kinds.COUNT, "10", "events that must wait before a write starts beside one in flight");
    static final Setting<Integer> BATCH_MAX =
            Setting.of("EVENT_BATCH_MAX", Kinds.COUNT, "500", "events in one write at most");
    static final Setting<Duration> POLL_INTERVAL = Setting.of(
            "EVENT_POLL_INTERVAL", Kinds.DURATION, "100ms", "or how long one event must have waited for the same");
    static final Setting<Duration> PROCESSING_TIMEOUT = Setting.of(
            "EVENT_PROCESSING_TIMEOUT", Kinds.DURATION, "30s", "longest from ingress to commit before 503 or 504");
    static final Setting<Duration> SHUTDOWN_GRACE =
            Setting.of("EVENT_SHUTDOWN_GRACE_PERIOD", Kinds.DURATION, "30s", "longest a stop may take");
    static final Setting<Long> MAX_BYTES = Setting.of(
            "INGRESS_MAX_BYTES",
            Kinds.SIZE,
            "64MB",
            "bytes of bodies under way per node, and of events waiting, before 503; half of it for the large bodies of one"
                    + " connection; the last request let in may exceed it");

    static final Setting<Duration> DELIVERED = Setting.of(
            "DELIVERED_RETENTION_PERIOD",
            Kinds.DURATION,
            "1d",
            "how long an event stays after its slowest lane settled it");
    static final Setting<Duration> CLEANUP =
            Setting.of("CLEANUP_INTERVAL", Kinds.DURATION, "1h", "how often retention looks");

    static final Setting<String> URL = Setting.of(
                    "DATABASE_URL",
                    Kinds.TEXT,
                    "postgresql://user:password@host:port/database; empty: the embedded one")
            .asSecret();
    static final Setting<Integer> POOL =
            Setting.of("DATABASE_POOL_SIZE", Kinds.COUNT, "10", "connections for the API and the jobs");
    static final Setting<Integer> PIPELINE_POOL =
            Setting.of("DATABASE_PIPELINE_POOL_SIZE", Kinds.COUNT, "8", "connections for events and deliveries");
    static final Setting<Integer> WAITERS = Setting.of(
            "DATABASE_MAX_WAITERS", Kinds.COUNT, "1000", "requests that may wait for a connection before 503");
    static final Setting<Duration> CONNECT_TIMEOUT =
            Setting.of("DATABASE_CONNECT_TIMEOUT", Kinds.DURATION, "1s", "longest to wait for a connection");

    static final List<Setting<?>> PIPELINE =
            List.of(BUFFER_SIZE, BATCH_SIZE, BATCH_MAX, POLL_INTERVAL, PROCESSING_TIMEOUT, SHUTDOWN_GRACE, MAX_BYTES);
    static final List<Setting<?>> RETENTION = List.of(DELIVERED, CLEANUP);
    static final List<Setting<?>> DATABASE = List.of(URL, POOL, PIPELINE_POOL, WAITERS, CONNECT_TIMEOUT);

    private PipelineKeys() {}

    static PipelineSettings pipeline(Values values) {
        return new PipelineSettings(
                values.get(BUFFER_SIZE),
                values.get(BATCH_SIZE),
                values.get(BATCH_MAX),
                values.get(POLL_INTERVAL),
                values.get(PROCESSING_TIMEOUT),
                values.get(SHUTDOWN_GRACE),
                values.get(MAX_BYTES));
    }

    static RetentionSettings retention(Values values) {
        return new RetentionSettings(values.get(DELIVERED), values.get(CLEANUP));
    }

    static DatabaseSettings database(Values values) {
        return new DatabaseSettings(
                values.find(URL),
                values.get(NodeKeys.DATA_DIR),
                values.get(POOL),
                values.get(PIPELINE_POOL),
                values.get(WAITERS),
                values.get(CONNECT_TIMEOUT));
    }
}
