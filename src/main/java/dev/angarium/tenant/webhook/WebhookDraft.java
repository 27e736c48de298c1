package dev.angarium.tenant.webhook;

import dev.angarium.lane.Ordering;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an owner wants of a webhook, checked.
 *
 * @param secret empty: one is made, or the one there is stays
 * @param brokerRetries whether the broker's schedule replaces retryCount and retryDelays
 * @param rateLimit requests a second; empty: no limit
 */
record WebhookDraft(
        String url,
        List<String> events,
        Optional<String> secret,
        int retryCount,
        List<Duration> retryDelays,
        boolean brokerRetries,
        Duration timeout,
        Ordering ordering,
        int concurrency,
        int batch,
        String mediaMode,
        String format,
        List<String> instances,
        Map<String, String> headers,
        List<String> chats,
        boolean groups,
        Optional<Integer> rateLimit,
        boolean enabled,
        Optional<String> description,
        From from) {

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "WebhookDraft[events=" + events + "]";
    }
}
