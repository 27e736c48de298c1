package dev.angarium.settings.value;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a setting's text may be.
 *
 * @param expects completes "must be …"
 * @param reader empty where the text is none of it
 */
public record Kind<T>(String expects, Function<String, Optional<T>> reader) {
    public Optional<T> parse(String text) {
        return reader.apply(text);
    }
}
