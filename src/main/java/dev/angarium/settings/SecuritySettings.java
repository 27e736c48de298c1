package dev.angarium.settings;

import java.util.Optional;

/** Keys. Never printed, never logged. Empty in dev: made once and kept in the data directory. */
public record SecuritySettings(
        Optional<String> masterKey,
        Optional<String> masterKeyPrevious,
        Optional<String> adminKey,
        boolean outboundAllowPrivate) {}
