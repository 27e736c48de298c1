package dev.angarium.quality.planted.lane;

import dev.angarium.quality.planted.tenant.Egg;

/** Planted. */
public final class Chicken {
    Egg egg = new Egg();
}
