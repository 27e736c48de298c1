package dev.angarium.quality.planted.dispatch;

/** Planted. */
final class Peeker {
    String path() {
        return System.getenv("PATH");
    }
}
