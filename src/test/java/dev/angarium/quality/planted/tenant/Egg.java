package dev.angarium.quality.planted.tenant;

import dev.angarium.quality.planted.lane.Chicken;

/** Planted. */
public final class Egg {
    Chicken[] chickens = {};
}
