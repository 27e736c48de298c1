package dev.angarium.event;

/** A partition held by this node, and the epoch every write of its owner must name. */
public record OwnedPartition(int partition, long epoch) {}
