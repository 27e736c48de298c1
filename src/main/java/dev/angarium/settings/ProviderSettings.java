package dev.angarium.settings;

import java.util.Optional;

/** The default connections of tenant `default`, for single-tenant use; a connection exists where its secret is set. */
public record ProviderSettings(
        Optional<String> metaAppSecret,
        Optional<String> metaVerifyToken,
        Optional<String> metaPhoneNumberId,
        Optional<String> evolutionApiKey,
        Optional<String> evolutionWebhookSecret) {}
