package dev.angarium.tenant;

import dev.angarium.lane.Ordering;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tenant's wish to receive events at an endpoint, as the pipeline sees it. Immutable.
 *
 * @param no its small number, the lane's consumer number
 * @param events filter words as stored: exact names, {@code message.*}, {@code *}, provider aliases
 * @param secrets signing keys, the current first, then a previous one that is still valid; raw key bytes
 * @param retryDelays before each attempt but the first
 * @param brokerRetries whether the broker's schedule (EVENT_RETRY_DELAYS) replaces retryCount and retryDelays
 * @param instances public instance ids it is limited to; empty: all of the tenant
 * @param headers custom headers, checked at registration
 * @param chats chat keys it is limited to (filter.chats); empty: all
 * @param groups whether events of groups are wanted (filter.groups)
 * @param perSecond requests a second at most; 0: no limit
 * @param state active, paused, or disabled (by its owner or by a 410)
 */
public record Subscription(
        int no,
        String id,
        int tenantNo,
        String tenantId,
        String url,
        List<String> events,
        List<byte[]> secrets,
        int retryCount,
        List<Duration> retryDelays,
        boolean brokerRetries,
        Duration timeout,
        Ordering ordering,
        int concurrency,
        int batch,
        String format,
        Set<String> instances,
        Map<String, String> headers,
        Set<String> chats,
        boolean groups,
        int perSecond,
        State state) {

    /** Whether its lanes move. */
    public enum State {
        ACTIVE,
        PAUSED,
        DISABLED
    }
}
