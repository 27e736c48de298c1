package dev.angarium.settings.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.angarium.settings.BreakerSettings;
import dev.angarium.settings.DatabaseSettings;
import dev.angarium.settings.DeliverySettings;
import dev.angarium.settings.Environment;
import dev.angarium.settings.MetricsSettings;
import dev.angarium.settings.NodeSettings;
import dev.angarium.settings.PipelineSettings;
import dev.angarium.settings.ProviderSettings;
import dev.angarium.settings.RateSettings;
import dev.angarium.settings.RetentionSettings;
import dev.angarium.settings.SecuritySettings;
import dev.angarium.settings.ServerSettings;
import dev.angarium.settings.Settings;
import dev.angarium.settings.SilenceSettings;
import dev.angarium.settings.SimpleApiSettings;
import dev.angarium.settings.value.DeliveryLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Every key of the table, set to something else than its default, reaches its place. */
class EveryKeyTest {
    private static final Map<String, String> SET = Loading.pairs(
            """
            ANGARIUM_ENV=production
            INSTANCE_ID=node-9
            DATA_DIR=/srv/angarium
            LOG_LEVEL=debug
            CLUSTER_PARTITIONS=16
            HOST=10.0.0.1
            PORT=8443
            MANAGEMENT_PORT=9000
            TLS_CERT=/etc/tls/cert.pem
            TLS_KEY=/etc/tls/key.pem
            PUBLIC_BASE_URL=https://broker.example.com
            CORS_ALLOWED_ORIGINS=https://a.example.com, https://b.example.com
            TRUSTED_PROXIES=10.0.0.0/8,::1
            API_MAX_BODY=2MB
            INGRESS_MAX_BODY=4096
            MAX_CONNECTIONS=5000
            REQUEST_TIMEOUT=2m
            MASTER_KEY=%s
            MASTER_KEY_PREVIOUS=%s
            ADMIN_API_KEY=an-admin-key-of-some-length
            OUTBOUND_ALLOW_PRIVATE=TRUE
            DATABASE_URL=postgresql://user:word@db:5432/events
            DATABASE_POOL_SIZE=20
            DATABASE_PIPELINE_POOL_SIZE=16
            DATABASE_MAX_WAITERS=77
            DATABASE_CONNECT_TIMEOUT=3s
            EVENT_BUFFER_SIZE=2000
            EVENT_BATCH_SIZE=20
            EVENT_BATCH_MAX=600
            EVENT_POLL_INTERVAL=50ms
            EVENT_PROCESSING_TIMEOUT=20s
            EVENT_SHUTDOWN_GRACE_PERIOD=10s
            INGRESS_MAX_BYTES=1GB
            EVENT_MAX_RETRY_ATTEMPTS=3
            EVENT_RETRY_DELAYS=1s, 2h
            DELIVERY_MAX_AGE=1h
            DELIVERY_LOG=failures
            WEBHOOK_TIMEOUT=5s
            WEBHOOK_MAX_RETRIES=0
            TRANSPORT_BUFFER_SIZE=50
            LANES_MAX_BYTES=2048KB
            ENDPOINT_MAX_REQUESTS=8
            SIGNATURE_HEADER=X-Signed
            DLQ_RETENTION_PERIOD=14d
            DLQ_REPROCESS_ENABLED=false
            CB_ENABLED=false
            CB_MAX_FAILURES=9
            CB_TIMEOUT=90s
            CB_COOLDOWN=1m
            PROJECTION_CONCURRENCY=4
            DELIVERED_RETENTION_PERIOD=2d
            CLEANUP_INTERVAL=30m
            INSTANCE_SILENT_CHECK=30s
            INSTANCE_SILENT_AFTER=1h
            INSTANCE_SILENT_FACTOR=3
            INSTANCE_SILENT_LEARNING=7d
            RATE_LIMIT_MAX=7
            RATE_LIMIT_WINDOW=30s
            TENANT_RATE_LIMIT=8
            GLOBAL_RATE_LIMIT=9
            INGRESS_RATE_LIMIT=10
            METRICS_PREFIX=hunfly
            METRICS_MAX_INSTANCES=5
            WEBHOOK_SECRET=a-webhook-secret-of-some-length
            SIMPLE_API_ENABLED=false
            SIMPLE_API_OPEN=true
            META_APP_SECRET=meta-secret
            META_VERIFY_TOKEN=meta-token
            META_PHONE_NUMBER_ID=123456
            EVOLUTION_API_KEY=evolution-key
            EVOLUTION_WEBHOOK_SECRET=evolution-secret
            TWILIO_AUTH_TOKEN=twilio-token
            TWILIO_FROM=whatsapp:+14155238886
            WHATSAPP_BROKER_WEBHOOK_API_KEY=broker-key
            WHATSAPP_RAW_FALLBACK_ENABLED=true
            """
                    .formatted("0f".repeat(32), "1e".repeat(32))
                    .strip()
                    .split("[=\\n]"));

    private final LoadOutcome.Loaded loaded = Loading.loaded(SET);
    private final Settings settings = loaded.settings();

    @Test
    void the_list_above_has_every_key_and_no_default() {
        assertThat(SET.keySet()).isEqualTo(new HashSet<>(SettingTable.keys()));
        assertThat(loaded.effective()).allSatisfy(it -> assertThat(it.origin()).isEqualTo("environment"));
        assertThat(SettingTable.all())
                .allSatisfy(it -> assertThat(it.inProduction()).isNotEqualTo(SET.get(it.key())));
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void the_node_takes_its_own() {
        assertThat(settings.node())
                .isEqualTo(new NodeSettings("node-9", Environment.PRODUCTION, Path.of("/srv/angarium"), "DEBUG"));
        assertThat(settings.metrics()).isEqualTo(new MetricsSettings("hunfly", 5));
        assertThat(settings.partitions()).isEqualTo(16);
    }

    @Test
    void the_server_takes_its_own() {
        assertThat(settings.server())
                .isEqualTo(new ServerSettings(
                        "10.0.0.1",
                        8443,
                        OptionalInt.of(9000),
                        Optional.of(Path.of("/etc/tls/cert.pem")),
                        Optional.of(Path.of("/etc/tls/key.pem")),
                        Optional.of("https://broker.example.com"),
                        List.of("https://a.example.com", "https://b.example.com"),
                        List.of("10.0.0.0/8", "::1"),
                        2 << 20,
                        4096,
                        5_000,
                        Duration.ofMinutes(2)));
        assertThat(settings.rates()).isEqualTo(new RateSettings(7, Duration.ofSeconds(30), 8, 9, 10));
    }

    @Test
    void the_keys_take_theirs() {
        assertThat(settings.security())
                .isEqualTo(new SecuritySettings(
                        Optional.of("0f".repeat(32)),
                        Optional.of("1e".repeat(32)),
                        Optional.of("an-admin-key-of-some-length"),
                        true));
        assertThat(settings.simpleApi())
                .isEqualTo(new SimpleApiSettings(Optional.of("a-webhook-secret-of-some-length"), false, true));
        assertThat(settings.providers())
                .isEqualTo(new ProviderSettings(
                        Optional.of("meta-secret"),
                        Optional.of("meta-token"),
                        Optional.of("123456"),
                        Optional.of("evolution-key"),
                        Optional.of("evolution-secret"),
                        Optional.of("twilio-token"),
                        Optional.of("whatsapp:+14155238886"),
                        Optional.of("broker-key"),
                        true));
    }

    @Test
    void the_write_path_takes_its_own() {
        assertThat(settings.database())
                .isEqualTo(new DatabaseSettings(
                        Optional.of("postgresql://user:word@db:5432/events"),
                        Path.of("/srv/angarium"),
                        20,
                        16,
                        77,
                        Duration.ofSeconds(3)));
        assertThat(settings.pipeline())
                .isEqualTo(new PipelineSettings(
                        2000,
                        20,
                        600,
                        Duration.ofMillis(50),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(10),
                        1L << 30));
        assertThat(settings.retention()).isEqualTo(new RetentionSettings(Duration.ofDays(2), Duration.ofMinutes(30)));
        assertThat(settings.silence())
                .isEqualTo(new SilenceSettings(Duration.ofSeconds(30), Duration.ofHours(1), 3, Duration.ofDays(7)));
    }

    @Test
    void deliveries_take_theirs() {
        assertThat(settings.delivery())
                .isEqualTo(new DeliverySettings(
                        3,
                        List.of(Duration.ofSeconds(1), Duration.ofHours(2)),
                        Duration.ofHours(1),
                        DeliveryLog.FAILURES,
                        Duration.ofSeconds(5),
                        0,
                        50,
                        2L << 20,
                        8,
                        "X-Signed",
                        Duration.ofDays(14),
                        false));
        assertThat(settings.breaker())
                .isEqualTo(new BreakerSettings(false, 9, Duration.ofSeconds(90), Duration.ofMinutes(1)));
        assertThat(settings.projectionLanes()).isEqualTo(4);
    }
}
