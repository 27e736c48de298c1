package dev.angarium.settings;

import java.time.Duration;

/** How long settled events stay, and how often the jobs look (DELIVERED_RETENTION_PERIOD, CLEANUP_INTERVAL). */
public record RetentionSettings(Duration delivered, Duration cleanupInterval) {}
