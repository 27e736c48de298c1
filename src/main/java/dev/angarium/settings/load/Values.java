package dev.angarium.settings.load;

import dev.angarium.settings.Environment;
import dev.angarium.settings.value.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads typed values out of what was given; keeps what was wrong and what came of each key. */
final class Values {
    private final Map<String, Given> given;
    private final Environment environment;
    private final Map<String, String> bad = new HashMap<>();
    private final Map<String, Given> effective = new HashMap<>();

    Values(Map<String, Given> given) {
        this.given = Map.copyOf(given);
        this.environment = find(NodeKeys.ENVIRONMENT).orElse(Environment.DEV);
    }

    Environment environment() {
        return environment;
    }

    /** The value, or its default where it is bad or missing; the setting must have one. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting.key() + " has no readable default"));
    }

    /** The value, or its default; empty where there is neither. */
    <T> Optional<T> find(Setting<T> setting) {
        var text = given.get(setting.key());
        if (text == null) {
            return byDefault(setting);
        }
        effective.put(setting.key(), text);
        var value = setting.kind().parse(text.text());
        if (value.isEmpty()) {
            bad.put(setting.key(), complaint(setting, text));
        }
        return value.or(() -> byDefault(setting));
    }

    /** Every key of the table and what came of it, in the table's order. */
    List<Effective> effective() {
        return SettingTable.all().stream()
                .map(setting -> Effective.of(setting, effective.getOrDefault(setting.key(), nothing(setting))))
                .toList();
    }

    /** Bad texts first; what a record says of a key that was already bad would be about its default. */
    List<String> problemsWith(List<String> ofRecords) {
        var rest = ofRecords.stream().filter(it -> !bad.containsKey(it.substring(0, it.indexOf(' '))));
        return Problems.of()
                .addAll(bad.values().stream().sorted().toList())
                .addAll(rest.toList())
                .list();
    }

    /** A key whose text could not even be had. */
    void refuse(String key, String problem) {
        bad.put(key, problem);
    }

    private <T> Optional<T> byDefault(Setting<T> setting) {
        // The environment itself is read before it is known, and has no default of its own.
        var text = setting.key().equals(NodeKeys.ENVIRONMENT.key()) ? "" : setting.byDefault(environment);
        if (!text.isEmpty()) {
            effective.putIfAbsent(setting.key(), new Given(text, "default"));
        }
        return text.isEmpty() ? Optional.empty() : setting.kind().parse(text);
    }

    private Given nothing(Setting<?> setting) {
        var made = environment == Environment.DEV && !setting.defaultSaid().isEmpty();
        return new Given("", made ? "default: " + setting.defaultSaid() : "default");
    }

    private static String complaint(Setting<?> setting, Given text) {
        var rule = setting.key() + " must be " + setting.kind().expects();
        return setting.secret() ? rule : rule + ", but is " + text.text() + " (" + text.origin() + ")";
    }
}
