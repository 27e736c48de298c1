package dev.angarium.settings.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of {@code KEY=value} lines, as Docker's env files are: {@code #} opens a comment line, a pair of quotes around
 * the value is not part of it, an empty value counts as not set. Its lines may hold secrets, so a problem names the
 * line's number, never its text.
 */
record ConfFile(Map<String, Given> given, List<String> problems) {
    private static final long MOST_BYTES = 1 << 20;

    static ConfFile read(Optional<Path> path) {
        return path.map(ConfFile::read).orElseGet(() -> new ConfFile(Map.of(), List.of()));
    }

    private static ConfFile read(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                return new ConfFile(Map.of(), List.of(path + " is larger than a conf file may be (1MB)"));
            }
            return parse(
                    path.toString(),
                    Files.readString(path, StandardCharsets.UTF_8).lines().toList());
        } catch (IOException unreadable) {
            return new ConfFile(Map.of(), List.of(path + " cannot be read as a conf file"));
        }
    }

    static ConfFile parse(String name, List<String> lines) {
        var given = new LinkedHashMap<String, Given>();
        var problems = new ArrayList<String>();
        for (var number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(given, problems, line, name + ":" + number);
            }
        }
        return new ConfFile(Map.copyOf(given), List.copyOf(problems));
    }

    private static void add(Map<String, Given> given, List<String> problems, String line, String place) {
        var equals = line.indexOf('=');
        if (equals < 1) {
            problems.add(place + " is no KEY=value line");
            return;
        }
        var key = line.substring(0, equals).strip();
        var before = given.putIfAbsent(
                key, new Given(unquoted(line.substring(equals + 1).strip()), place));
        if (before != null) {
            problems.add(key + " stands twice: " + before.origin() + " and " + place);
        }
    }

    private static String unquoted(String text) {
        var quoted = text.length() >= 2
                && (text.startsWith("\"") || text.startsWith("'"))
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
