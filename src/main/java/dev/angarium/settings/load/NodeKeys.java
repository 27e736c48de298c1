package dev.angarium.settings.load;

import dev.angarium.settings.Environment;
import dev.angarium.settings.MetricsSettings;
import dev.angarium.settings.NodeSettings;
import dev.angarium.settings.SilenceSettings;
import dev.angarium.settings.value.Kind;
import dev.angarium.settings.value.Kinds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The node itself, what it shows of itself, and how work is cut. */
final class NodeKeys {
    /** Read where ANGARIUM_ENV is not set. */
    static final String ENVIRONMENT_ALIAS = "NODE_ENV";

    static final Setting<Environment> ENVIRONMENT = Setting.of(
                    "ANGARIUM_ENV",
                    Kinds.oneOf(Map.of(
                            "dev", Environment.DEV,
                            "development", Environment.DEV,
                            "test", Environment.DEV,
                            "production", Environment.PRODUCTION)),
                    "dev or production; NODE_ENV is read where this is not set")
            .withDefaultSaid("dev where HOST is loopback, else production");
    static final Setting<String> NAME = Setting.of("INSTANCE_ID", Kinds.TEXT, "the node's name in logs and metrics")
            .withDefaultSaid("the host name and a random part");
    static final Setting<Path> DATA_DIR = Setting.of(
            "DATA_DIR",
            Kinds.PATH,
            "./data",
            "the only directory written to: the embedded PostgreSQL, keys made in dev");
    static final Setting<String> LOG_LEVEL = Setting.of("LOG_LEVEL", levels(), "INFO", "DEBUG, INFO, WARNING or ERROR");
    static final Setting<String> METRICS_PREFIX = Setting.of(
            "METRICS_PREFIX", Kinds.TEXT, "angarium", "the first word of the metrics whose family is prefixed");
    static final Setting<Integer> METRICS_MAX_INSTANCES = Setting.of(
            "METRICS_MAX_INSTANCES", Kinds.COUNT, "1000", "instances with a label of their own; the rest is `other`");
    static final Setting<Integer> PARTITIONS = Setting.of(
            "CLUSTER_PARTITIONS", Kinds.COUNT, "64", "partitions of instances, fixed when the database is created");

    static final Setting<Duration> SILENT_CHECK = Setting.of(
            "INSTANCE_SILENT_CHECK", Kinds.DURATION, "1m", "how often instances are looked at for silence; 0s: never");
    static final Setting<Duration> SILENT_AFTER =
            Setting.of("INSTANCE_SILENT_AFTER", Kinds.DURATION, "15m", "no shorter pause of an instance is a silence");
    static final Setting<Integer> SILENT_FACTOR = Setting.of(
            "INSTANCE_SILENT_FACTOR",
            Kinds.COUNT,
            "2",
            "times its longest pause of the last one to two weeks, after which an instance counts as silent");
    static final Setting<Duration> SILENT_LEARNING = Setting.of(
            "INSTANCE_SILENT_LEARNING", Kinds.DURATION, "1d", "how long an instance is known before it can be silent");

    static final List<Setting<?>> NODE = List.of(ENVIRONMENT, NAME, DATA_DIR, LOG_LEVEL, PARTITIONS);
    static final List<Setting<?>> METRICS = List.of(METRICS_PREFIX, METRICS_MAX_INSTANCES);

    static final List<Setting<?>> SILENCE = List.of(SILENT_CHECK, SILENT_AFTER, SILENT_FACTOR, SILENT_LEARNING);

    private NodeKeys() {}

    static SilenceSettings silence(Values values) {
        return new SilenceSettings(
                values.get(SILENT_CHECK),
                values.get(SILENT_AFTER),
                values.get(SILENT_FACTOR),
                values.get(SILENT_LEARNING));
    }

    static NodeSettings node(Values values) {
        return new NodeSettings(values.get(NAME), values.environment(), values.get(DATA_DIR), values.get(LOG_LEVEL));
    }

    static MetricsSettings metrics(Values values) {
        return new MetricsSettings(values.get(METRICS_PREFIX), values.get(METRICS_MAX_INSTANCES));
    }

    private static Kind<String> levels() {
        return Kinds.oneOf(
                Map.of("DEBUG", "DEBUG", "INFO", "INFO", "WARNING", "WARNING", "WARN", "WARNING", "ERROR", "ERROR"));
    }
}
