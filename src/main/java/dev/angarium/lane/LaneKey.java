package dev.angarium.lane;

/**
 * Names a lane.
 *
 * @param consumer a subscription's number (from 1), or a projection's (below 0)
 * @param instanceNo the instance's number
 */
public record LaneKey(int consumer, int instanceNo) {}
