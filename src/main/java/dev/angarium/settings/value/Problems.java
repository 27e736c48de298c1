package dev.angarium.settings.value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a record's values, gathered so that all of it can be said at once. Each line opens with its key. */
public final class Problems {
    private final List<String> found = new ArrayList<>();

    private Problems() {}

    public static Problems of() {
        return new Problems();
    }

    /** Says the value as well; never for secrets. */
    public Problems require(boolean holds, String key, String rule, Object value) {
        return require(holds, key, rule + ", but is " + value);
    }

    public Problems require(boolean holds, String key, String rule) {
        if (!holds) {
            found.add(key + " " + rule);
        }
        return this;
    }

    public Problems between(String key, long value, long least, long most) {
        return require(value >= least && value <= most, key, "must be " + least + " to " + most, value);
    }

    public Problems between(String key, Duration value, Duration least, Duration most) {
        return require(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                key,
                "must be " + Durations.text(least) + " to " + Durations.text(most),
                Durations.text(value));
    }

    public Problems addAll(List<String> others) {
        found.addAll(others);
        return this;
    }

    public List<String> list() {
        return List.copyOf(found);
    }
}
