package dev.angarium.settings;

import java.time.Duration;

/** CB_*: the breaker of each (instance, subscription). */
public record BreakerSettings(boolean enabled, int maxFailures, Duration timeout, Duration cooldown) {}
