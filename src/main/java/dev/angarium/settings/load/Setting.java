package dev.angarium.settings.load;

import dev.angarium.settings.Environment;
import dev.angarium.settings.value.Kind;

/**
 * One key of the table.
 *
 * @param inDev the default as text; empty for none
 * @param inProduction the default as text; empty for none
 * @param secret masked wherever it is shown, and readable from the file that {@code KEY_FILE} names
 * @param defaultSaid what to say of the default where its text does not say it; empty otherwise
 * @param says the meaning, one line
 */
public record Setting<T>(
        String key, Kind<T> kind, String inDev, String inProduction, boolean secret, String defaultSaid, String says) {
    static final String FILE_SUFFIX = "_FILE";

    static <T> Setting<T> of(String key, Kind<T> kind, String byDefault, String says) {
        return new Setting<>(key, kind, byDefault, byDefault, false, "", says);
    }

    static <T> Setting<T> of(String key, Kind<T> kind, String says) {
        return of(key, kind, "", says);
    }

    Setting<T> inProduction(String other) {
        return new Setting<>(key, kind, inDev, other, secret, defaultSaid, says);
    }

    Setting<T> asSecret() {
        return new Setting<>(key, kind, inDev, inProduction, true, defaultSaid, says);
    }

    Setting<T> withDefaultSaid(String words) {
        return new Setting<>(key, kind, inDev, inProduction, secret, words, says);
    }

    String byDefault(Environment environment) {
        return environment == Environment.DEV ? inDev : inProduction;
    }

    /** The default in words, for the conf file and the docs; empty for none. */
    public String defaultInWords() {
        if (!defaultSaid.isEmpty()) {
            return defaultSaid;
        }
        return inDev.equals(inProduction) ? inDev : inDev + " in dev, " + inProduction + " in production";
    }
}
