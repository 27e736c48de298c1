package dev.angarium.quality.planted.settings;

/** Planted. */
final class Loose {
    static int count;
    int limit;
}
