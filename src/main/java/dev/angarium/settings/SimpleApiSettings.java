package dev.angarium.settings;

import java.util.Optional;

/** The simple message API: one secret, one instance. */
public record SimpleApiSettings(Optional<String> webhookSecret, boolean enabled, boolean open) {
    /** The secret stays out of logs and messages. */
    @Override
    public String toString() {
        return "SimpleApiSettings[enabled=" + enabled + ", open=" + open + "]";
    }
}
