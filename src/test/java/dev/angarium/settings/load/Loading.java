package dev.angarium.settings.load;

import dev.angarium.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads settings the way a start does, out of a map and a file of the test. */
final class Loading {
    private Loading() {}

    static LoadOutcome load(Map<String, String> environment, Optional<Path> conf) {
        return new SettingsLoader(environment, "node-1").load(conf);
    }

    static LoadOutcome.Loaded loaded(Map<String, String> environment) {
        return (LoadOutcome.Loaded) load(environment, Optional.empty());
    }

    static Settings settings(String... keysAndTexts) {
        return loaded(pairs(keysAndTexts)).settings();
    }

    static List<String> problems(String... keysAndTexts) {
        return ((LoadOutcome.Refused) load(pairs(keysAndTexts), Optional.empty())).problems();
    }

    static Path file(Path directory, String... lines) throws IOException {
        return Files.write(directory.resolve("test.conf"), List.of(lines));
    }

    static Map<String, String> pairs(String... keysAndTexts) {
        var map = new HashMap<String, String>();
        for (var at = 0; at < keysAndTexts.length; at += 2) {
            map.put(keysAndTexts[at], keysAndTexts[at + 1]);
        }
        return map;
    }
}
