package dev.angarium.settings;

import java.time.Duration;
import java.util.List;

/** Lanes, deliveries and dead letters: EVENT_MAX_RETRY_ATTEMPTS, EVENT_RETRY_DELAYS, DELIVERY_*, DLQ_*, WEBHOOK_*, … */
public record DeliverySettings(
        int maxAttempts,
        List<Duration> retryDelays,
        Duration maxAge,
        DeliveryLog log,
        Duration webhookTimeout,
        int webhookReconnects,
        int laneEvents,
        long lanesMaxBytes,
        int endpointRequests,
        String signatureHeader,
        Duration deadLetterRetention,
        boolean replayEnabled) {}
