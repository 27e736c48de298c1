package dev.angarium.settings;

/** Everything an operator set, checked. */
public record Settings(
        NodeSettings node,
        ServerSettings server,
        DatabaseSettings database,
        SecuritySettings security,
        PipelineSettings pipeline,
        DeliverySettings delivery,
        BreakerSettings breaker,
        RetentionSettings retention,
        RateSettings rates,
        MetricsSettings metrics,
        SimpleApiSettings simpleApi,
        ProviderSettings providers,
        int partitions) {}
