package dev.angarium.quality.planted.dispatch;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** Planted. */
final class Gambler {
    int throwOnce() {
        return new Random().nextInt();
    }

    int throwTwice() {
        return ThreadLocalRandom.current().nextInt();
    }

    int rememberedThrow() {
        return new Random(7).nextInt();
    }
}
