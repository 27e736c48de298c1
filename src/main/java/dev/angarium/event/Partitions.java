package dev.angarium.event;

/** How instances spread over partitions. The count is fixed when the database is created. */
public record Partitions(int count) {
    public Partitions {
        if (count < 1 || count > 4096) {
            throw new IllegalArgumentException("partitions must be 1 to 4096");
        }
    }

    /** The partition of an instance, 0 to count - 1. The mixing constants are those of MurmurHash3's finaliser. */
    public int of(int instanceNo) {
        var hash = instanceNo;
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return Math.floorMod(hash ^ (hash >>> 16), count);
    }
}
