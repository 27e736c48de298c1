package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.util.List;
import java.util.Optional;

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
        SilenceSettings silence,
        RateSettings rates,
        MetricsSettings metrics,
        SimpleApiSettings simpleApi,
        ProviderSettings providers,
        int partitions,
        int projectionLanes) {
    /** A key or secret below this many characters can be guessed. */
    private static final int SHORT_SECRET = 16;

    /** What is wrong in each record and between them. */
    public List<String> problems() {
        return Problems.of()
                .addAll(node.problems())
                .addAll(server.problems())
                .addAll(database.problems())
                .addAll(security.problems())
                .addAll(pipeline.problems())
                .addAll(delivery.problems())
                .addAll(breaker.problems())
                .addAll(retention.problems())
                .addAll(silence.problems())
                .addAll(rates.problems())
                .addAll(metrics.problems())
                .addAll(providers.problems())
                .between("CLUSTER_PARTITIONS", partitions, 1, 4096)
                .between("PROJECTION_CONCURRENCY", projectionLanes, 1, 1000)
                .addAll(problemsBetween())
                .list();
    }

    /** What may stand but should be known. */
    public List<String> warnings() {
        return Problems.of()
                .require(
                        !dev() || ServerSettings.isLoopback(server.host()),
                        "HOST",
                        "lets others reach a node in dev, where keys are made and private addresses are open",
                        server.host())
                .require(
                        dev() || security.adminKey().isPresent(),
                        "ADMIN_API_KEY",
                        "is empty: nobody can make the first tenant key")
                .require(dev() || isLong(security.adminKey()), "ADMIN_API_KEY", "is short enough to guess")
                .require(dev() || isLong(simpleApi.webhookSecret()), "WEBHOOK_SECRET", "is short enough to guess")
                .list();
    }

    private List<String> problemsBetween() {
        return Problems.of()
                .require(
                        breaker.timeout().compareTo(delivery.webhookTimeout()) >= 0,
                        "CB_TIMEOUT",
                        "must be at least WEBHOOK_TIMEOUT")
                .require(
                        server.requestTimeout().compareTo(pipeline.processingTimeout()) >= 0,
                        "REQUEST_TIMEOUT",
                        "must be at least EVENT_PROCESSING_TIMEOUT")
                .require(
                        pipeline.maxBytes() >= server.ingressMaxBody(),
                        "INGRESS_MAX_BYTES",
                        "must be at least INGRESS_MAX_BODY")
                .require(dev() || security.masterKey().isPresent(), "MASTER_KEY", "is required outside dev")
                .require(
                        dev()
                                || !simpleApi.enabled()
                                || simpleApi.webhookSecret().isPresent(),
                        "WEBHOOK_SECRET",
                        "is required outside dev unless SIMPLE_API_ENABLED=false")
                .list();
    }

    private boolean dev() {
        return node.environment() == Environment.DEV;
    }

    private static boolean isLong(Optional<String> secret) {
        return secret.isEmpty() || secret.get().length() >= SHORT_SECRET;
    }
}
