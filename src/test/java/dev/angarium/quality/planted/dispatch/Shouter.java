package dev.angarium.quality.planted.dispatch;

/** Planted. */
final class Shouter {
    void shout() {
        System.out.println("!");
    }
}
