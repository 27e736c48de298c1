package dev.angarium.cluster;

/** What ownership has to tell. */
public interface OwnershipMetrics {
    OwnershipMetrics NONE = new OwnershipMetrics() {};

    /** How many partitions this node holds from now on. */
    default void held(int partitions) {}

    /** Another node claimed a partition that this one held. */
    default void fenced() {}
}
