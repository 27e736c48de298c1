package dev.angarium.settings.load;

/**
 * What holds for one key.
 *
 * @param shown the text, masked where it is secret; empty for none
 * @param origin where it came from
 */
public record Effective(String key, String shown, String origin) {
    private static final String MASK = "********";

    static Effective of(Setting<?> setting, Given given) {
        var hidden = setting.secret() && !given.text().isEmpty();
        return new Effective(setting.key(), hidden ? MASK : given.text(), given.origin());
    }
}
