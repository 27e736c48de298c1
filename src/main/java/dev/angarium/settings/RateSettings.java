package dev.angarium.settings;

import java.time.Duration;

/** Requests allowed in one window; 0 switches a limit off. */
public record RateSettings(int perKey, Duration window, int perTenant, int global, int perConnection) {}
