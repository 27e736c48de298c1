package dev.angarium.quality.planted.dispatch;

/** Planted. */
public final class Taker {}
