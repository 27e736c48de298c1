package dev.angarium.quality.planted.dispatch;

import java.time.Instant;

/** Planted. */
final class Clockwork {
    long millis() {
        return System.currentTimeMillis();
    }

    long nanos() {
        return System.nanoTime();
    }

    Instant now() {
        return Instant.now();
    }
}
