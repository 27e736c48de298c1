package dev.angarium.crypto;

/** What became of an attempt to open a sealed value. */
public sealed interface Opened {
    /**
     * @param bytes the plain value
     * @param stale sealed with the previous key: seal it again
     */
    record Plain(byte[] bytes, boolean stale) implements Opened {
        @Override
        public String toString() {
            return "Plain[stale=" + stale + "]";
        }
    }

    /** Sealed with a key that this node does not have. */
    record UnknownKey() implements Opened {}

    /** Changed, cut, or moved from another place. */
    record Broken() implements Opened {}
}
