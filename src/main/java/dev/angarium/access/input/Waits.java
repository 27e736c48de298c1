package dev.angarium.access.input;

import dev.angarium.settings.value.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a caller is ready to wait, as {@code 20s}; a number alone counts seconds. */
public final class Waits {
    private static final int LENGTH = 8;
    private static final Pattern FORM = Pattern.compile("[0-9]{1,6}(ms|s|m)?");

    private Waits() {}

    /** @param longest that is waited whatever was asked: the answer has to come within the server's own deadline */
    public static Optional<Duration> of(Fields fields, String name, Duration longest) {
        var text = fields.text(name, 1, LENGTH);
        var wait = text.flatMap(Waits::parse);
        if (text.isPresent() && wait.isEmpty()) {
            fields.problem(name, "must be a duration such as 20s");
        }
        return wait.map(asked -> asked.compareTo(longest) < 0 ? asked : longest);
    }

    private static Optional<Duration> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        return Durations.parse(Character.isDigit(text.charAt(text.length() - 1)) ? text + "s" : text);
    }
}
