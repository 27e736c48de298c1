package dev.angarium.cluster;

/** The event-bus addresses of the owners of partitions. */
public final class Addresses {
    private Addresses() {}

    public static String sequencer(int partition) {
        return "sequencer.p" + partition;
    }

    public static String dispatch(int partition) {
        return "dispatch.p" + partition;
    }
}
