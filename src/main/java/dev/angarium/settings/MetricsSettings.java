package dev.angarium.settings;

/** METRICS_PREFIX and METRICS_MAX_INSTANCES. */
public record MetricsSettings(String prefix, int maxInstances) {}
