package dev.angarium.settings;

import dev.angarium.settings.value.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** This node: its name, its environment, where it keeps things, how much it logs (DEBUG, INFO, WARNING or ERROR). */
public record NodeSettings(String name, Environment environment, Path dataDir, String logLevel) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public List<String> problems() {
        return Problems.of()
                .require(
                        NAME.matcher(name).matches(),
                        "INSTANCE_ID",
                        "must be 1 to 100 of A-Z, a-z, 0-9, . _ and -",
                        name)
                .list();
    }
}
