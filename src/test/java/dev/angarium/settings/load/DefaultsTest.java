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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What holds where an operator says nothing. */
class DefaultsTest {
    private static final int MB = 1 << 20;
    private static final Path DATA = Path.of("data").toAbsolutePath();

    private final Settings settings = Loading.settings();

    @Test
    void the_node_is_in_dev_and_writes_below_the_working_directory() {
        assertThat(settings.node()).isEqualTo(new NodeSettings("node-1", Environment.DEV, DATA, "INFO"));
        assertThat(settings.partitions()).isEqualTo(64);
    }

    @Test
    void the_server_listens_at_loopback() {
        assertThat(settings.server())
                .isEqualTo(new ServerSettings(
                        "127.0.0.1",
                        3000,
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        MB,
                        3 * MB,
                        16_000,
                        Duration.ofSeconds(60)));
    }

    @Test
    void the_database_is_the_embedded_one() {
        assertThat(settings.database())
                .isEqualTo(new DatabaseSettings(Optional.empty(), DATA, 10, 8, 1000, Duration.ofSeconds(1)));
    }

    @Test
    void the_keys_are_yet_to_be_made() {
        assertThat(settings.security())
                .isEqualTo(new SecuritySettings(Optional.empty(), Optional.empty(), Optional.empty(), true));
        assertThat(settings.simpleApi()).isEqualTo(new SimpleApiSettings(Optional.empty(), true, true));
        assertThat(settings.providers())
                .isEqualTo(new ProviderSettings(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false));
    }

    @Test
    void the_write_path_has_its_limits() {
        assertThat(settings.pipeline())
                .isEqualTo(new PipelineSettings(
                        1000,
                        10,
                        500,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        64L * MB));
    }

    @Test
    void deliveries_have_theirs() {
        assertThat(settings.delivery())
                .isEqualTo(new DeliverySettings(
                        6,
                        List.of(
                                Duration.ZERO,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(15)),
                        Duration.ofDays(3),
                        DeliveryLog.ALL,
                        Duration.ofSeconds(30),
                        3,
                        100,
                        64L * MB,
                        64,
                        "X-Rijan-Signature",
                        Duration.ofDays(7),
                        true));
        assertThat(settings.breaker())
                .isEqualTo(new BreakerSettings(true, 5, Duration.ofSeconds(60), Duration.ofSeconds(30)));
        assertThat(settings.projectionLanes()).isEqualTo(10);
    }

    @Test
    void retention_rates_and_metrics_have_theirs() {
        assertThat(settings.retention()).isEqualTo(new RetentionSettings(Duration.ofDays(1), Duration.ofHours(1)));
        assertThat(settings.silence())
                .isEqualTo(new SilenceSettings(Duration.ofMinutes(1), Duration.ofMinutes(15), 2, Duration.ofDays(1)));
        assertThat(settings.rates()).isEqualTo(new RateSettings(100, Duration.ofMinutes(1), 0, 0, 0));
        assertThat(settings.metrics()).isEqualTo(new MetricsSettings("angarium", 1000));
    }

    @Test
    void production_listens_everywhere_and_opens_nothing() {
        var production = Loading.settings(
                "ANGARIUM_ENV", "production", "MASTER_KEY", "ab".repeat(32), "SIMPLE_API_ENABLED", "false");

        assertThat(production.node().environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(production.server().host()).isEqualTo("0.0.0.0");
        assertThat(production.security().outboundAllowPrivate()).isFalse();
        assertThat(production.simpleApi().open()).isFalse();
    }
}
