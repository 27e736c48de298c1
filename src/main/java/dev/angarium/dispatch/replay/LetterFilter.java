package dev.angarium.dispatch.replay;

import org.jspecify.annotations.Nullable;

/**
 * Which dead letters; null where it does not matter.
 *
 * @param webhook public id
 * @param instance public id
 * @param type a name, or its beginning and {@code *}
 * @param since parked at or after this, epoch milliseconds
 * @param until parked before this, epoch milliseconds
 */
public record LetterFilter(
        @Nullable String webhook,
        @Nullable String instance,
        @Nullable String type,
        @Nullable String reason,
        @Nullable Long since,
        @Nullable Long until) {
    public static final LetterFilter ALL = new LetterFilter(null, null, null, null, null, null);
}
