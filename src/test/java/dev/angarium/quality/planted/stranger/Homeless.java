package dev.angarium.quality.planted.stranger;

/** Planted. */
final class Homeless {}
