package dev.angarium.quality.planted.dispatch;

/** Planted. */
final class RequestManager {}
