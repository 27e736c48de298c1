package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keys. Never printed, never logged. Empty in dev: made once and kept in the data directory. */
public record SecuritySettings(
        Optional<String> masterKey,
        Optional<String> masterKeyPrevious,
        Optional<String> adminKey,
        boolean outboundAllowPrivate) {
    private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}");

    public List<String> problems() {
        return Problems.of()
                .require(isKey(masterKey), "MASTER_KEY", "must be 64 hex digits")
                .require(isKey(masterKeyPrevious), "MASTER_KEY_PREVIOUS", "must be 64 hex digits")
                .require(
                        masterKeyPrevious.isEmpty() || !masterKeyPrevious.equals(masterKey),
                        "MASTER_KEY_PREVIOUS",
                        "must differ from MASTER_KEY")
                .require(
                        adminKey.isEmpty() || adminKey.get().chars().allMatch(SecuritySettings::fitsHeader),
                        "ADMIN_API_KEY",
                        "must be of visible ASCII characters, without spaces")
                .list();
    }

    private static boolean isKey(Optional<String> key) {
        return key.isEmpty() || KEY.matcher(key.get()).matches();
    }

    private static boolean fitsHeader(int character) {
        return character > ' ' && character < 127;
    }

    /** Keys stay out of logs and messages. */
    @Override
    public String toString() {
        return "SecuritySettings[outboundAllowPrivate=" + outboundAllowPrivate + "]";
    }
}
