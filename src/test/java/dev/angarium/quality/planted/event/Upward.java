package dev.angarium.quality.planted.event;

import dev.angarium.quality.planted.dispatch.Taker;

/** Planted. */
public final class Upward {
    Taker taker = new Taker();
}
