package dev.angarium.settings.load;

import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.settings.value.DeliveryLog;
import dev.angarium.settings.value.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** From the log to the subscribers. */
final class DeliveryKeys {
    static final Setting<Integer> ATTEMPTS =
            Setting.of("EVENT_MAX_RETRY_ATTEMPTS", Kinds.COUNT, "6", "delivery attempts per event and subscription");
    static final Setting<List<Duration>> DELAYS = Setting.of(
            "EVENT_RETRY_DELAYS",
            Kinds.DURATIONS,
            "0s,10s,30s,2m,5m,15m",
            "waits before each attempt, the first one's first; the last repeats; plus 0 to 20 %");
    static final Setting<Duration> MAX_AGE = Setting.of(
            "DELIVERY_MAX_AGE",
            Kinds.DURATION,
            "3d",
            "an older event at the head of a lane is parked as a dead letter");
    static final Setting<DeliveryLog> LOG = Setting.of(
            "DELIVERY_LOG",
            Kinds.oneOf(Map.of("all", DeliveryLog.ALL, "failures", DeliveryLog.FAILURES, "none", DeliveryLog.NONE)),
            "all",
            "which attempts leave a row: all, failures or none");
    static final Setting<Duration> TIMEOUT =
            Setting.of("WEBHOOK_TIMEOUT", Kinds.DURATION, "30s", "total deadline of one delivery attempt");
    static final Setting<Integer> RECONNECTS = Setting.of(
            "WEBHOOK_MAX_RETRIES", Kinds.COUNT, "3", "reconnects inside an attempt, before a byte was written");
    static final Setting<Integer> LANE_EVENTS =
            Setting.of("TRANSPORT_BUFFER_SIZE", Kinds.COUNT, "100", "events a lane holds in memory");
    static final Setting<Long> LANES_BYTES = Setting.of(
            "LANES_MAX_BYTES",
            Kinds.SIZE,
            "64MB",
            "bytes that all lanes of a node hold; above, they read the log again");
    static final Setting<Integer> ENDPOINT_REQUESTS =
            Setting.of("ENDPOINT_MAX_REQUESTS", Kinds.COUNT, "64", "requests in flight to one endpoint");
    static final Setting<String> SIGNATURE_HEADER = Setting.of(
            "SIGNATURE_HEADER", Kinds.TEXT, "X-Rijan-Signature", "the header that carries a delivery's signature");
    static final Setting<Duration> DLQ_RETENTION =
            Setting.of("DLQ_RETENTION_PERIOD", Kinds.DURATION, "7d", "how long a dead letter is kept");
    static final Setting<Boolean> DLQ_REPROCESS =
            Setting.of("DLQ_REPROCESS_ENABLED", Kinds.FLAG, "true", "whether dead letters may be replayed");

    static final Setting<Integer> PROJECTIONS = Setting.of(
            "PROJECTION_CONCURRENCY", Kinds.COUNT, "10", "instances that one read model takes events of at once");

    static final Setting<Boolean> CB_ENABLED =
            Setting.of("CB_ENABLED", Kinds.FLAG, "true", "whether a failing endpoint is left alone for a while");
    static final Setting<Integer> CB_FAILURES =
            Setting.of("CB_MAX_FAILURES", Kinds.COUNT, "5", "consecutive failures that open the breaker");
    static final Setting<Duration> CB_TIMEOUT = Setting.of(
            "CB_TIMEOUT", Kinds.DURATION, "60s", "an attempt this long is a failure; at least WEBHOOK_TIMEOUT");
    static final Setting<Duration> CB_COOLDOWN =
            Setting.of("CB_COOLDOWN", Kinds.DURATION, "30s", "how long it stays open before a probe");

    static final List<Setting<?>> DELIVERY = List.of(
            ATTEMPTS,
            DELAYS,
            MAX_AGE,
            LOG,
            TIMEOUT,
            RECONNECTS,
            LANE_EVENTS,
            LANES_BYTES,
            ENDPOINT_REQUESTS,
            SIGNATURE_HEADER,
            DLQ_RETENTION,
            DLQ_REPROCESS);
    static final List<Setting<?>> READ_MODELS = List.of(PROJECTIONS);
    static final List<Setting<?>> BREAKER = List.of(CB_ENABLED, CB_FAILURES, CB_TIMEOUT, CB_COOLDOWN);

    private DeliveryKeys() {}

    static DeliverySettings delivery(Values values) {
        return new DeliverySettings(
                values.get(ATTEMPTS),
                values.get(DELAYS),
                values.get(MAX_AGE),
                values.get(LOG),
                values.get(TIMEOUT),
                values.get(RECONNECTS),
                values.get(LANE_EVENTS),
                values.get(LANES_BYTES),
                values.get(ENDPOINT_REQUESTS),
                values.get(SIGNATURE_HEADER),
                values.get(DLQ_RETENTION),
                values.get(DLQ_REPROCESS));
    }

    static BreakerSettings breaker(Values values) {
        return new BreakerSettings(
                values.get(CB_ENABLED), values.get(CB_FAILURES), values.get(CB_TIMEOUT), values.get(CB_COOLDOWN));
    }
}
