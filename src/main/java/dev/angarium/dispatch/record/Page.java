package dev.angarium.dispatch.record;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next the key to go on after; empty at the end
 */
public record Page<T>(List<T> rows, Optional<String> next) {
    static <T> Page<T> of(List<T> oneMore, List<String> keys, int limit) {
        return oneMore.size() > limit
                ? new Page<>(List.copyOf(oneMore.subList(0, limit)), Optional.of(keys.get(limit - 1)))
                : new Page<>(List.copyOf(oneMore), Optional.empty());
    }
}
