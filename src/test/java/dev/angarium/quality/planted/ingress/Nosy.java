package dev.angarium.quality.planted.ingress;

import dev.angarium.quality.planted.dispatch.Taker;

/** Planted. */
final class Nosy {
    Taker taker = new Taker();
}
