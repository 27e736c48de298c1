package dev.angarium.settings;

import dev.angarium.settings.value.DeliveryLog;
import dev.angarium.settings.value.Durations;
import dev.angarium.settings.value.Problems;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

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
        boolean replayEnabled) {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Duration LONGEST_DELAY = Duration.ofDays(7);
    private static final int MOST_DELAYS = 50;

    public DeliverySettings {
        retryDelays = List.copyOf(retryDelays);
    }

    public List<String> problems() {
        return Problems.of()
                .between("EVENT_MAX_RETRY_ATTEMPTS", maxAttempts, 1, 100)
                .require(
                        !retryDelays.isEmpty() && retryDelays.size() <= MOST_DELAYS,
                        "EVENT_RETRY_DELAYS",
                        "must have 1 to " + MOST_DELAYS + " delays",
                        retryDelays.size())
                .require(
                        retryDelays.stream().allMatch(delay -> delay.compareTo(LONGEST_DELAY) <= 0),
                        "EVENT_RETRY_DELAYS",
                        "must have no delay above " + Durations.text(LONGEST_DELAY))
                .between("DELIVERY_MAX_AGE", maxAge, Duration.ofSeconds(1), Duration.ofDays(365))
                .between("WEBHOOK_TIMEOUT", webhookTimeout, Duration.ofMillis(100), Duration.ofMinutes(10))
                .between("WEBHOOK_MAX_RETRIES", webhookReconnects, 0, 100)
                .between("TRANSPORT_BUFFER_SIZE", laneEvents, 1, 100_000)
                .between("LANES_MAX_BYTES", lanesMaxBytes, 1 << 20, 1L << 40)
                .between("ENDPOINT_MAX_REQUESTS", endpointRequests, 1, 100_000)
                .require(
                        HEADER.matcher(signatureHeader).matches(),
                        "SIGNATURE_HEADER",
                        "must be 1 to 64 letters, digits and hyphens")
                .between("DLQ_RETENTION_PERIOD", deadLetterRetention, Duration.ofMinutes(1), Duration.ofDays(3650))
                .list();
    }
}
