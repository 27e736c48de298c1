package dev.angarium.web;

import dev.angarium.settings.ServerSettings;
import java.time.Duration;

/**
 * What a connection may cost.
 *
 * @param read from the first byte of a request to its last; a trickle is cut here, whatever it trickles
 * @param answer from a request's last byte to the first of its answer; then the connection is cut
 * @param idle without any request
 * @param stalled with an answer the client does not read
 * @param linger an early refusal stays readable this long before the connection is closed
 */
public record HttpLimits(Duration read, Duration answer, Duration idle, Duration stalled, Duration linger) {
    static final Duration SWEEP = Duration.ofMillis(500);
    static final int LINE_BYTES = 8 << 10;
    static final int HEADER_BYTES = 16 << 10;
    static final int CHUNK_BYTES = 16 << 10;
    static final int FORM_FIELDS = 64;
    static final int FORM_FIELD_BYTES = 64 << 10;
    private static final Duration LONGEST_READ = Duration.ofSeconds(10);

    public static HttpLimits of(ServerSettings settings) {
        var total = settings.requestTimeout();
        var read = total.compareTo(LONGEST_READ) < 0 ? total : LONGEST_READ;
        return new HttpLimits(
                read.minus(SWEEP), total, Duration.ofSeconds(75), Duration.ofSeconds(15), Duration.ofMillis(500));
    }
}
