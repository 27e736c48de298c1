package dev.angarium.lane;

/** What waits for what inside a lane. */
public enum Ordering {
    /** One step at a time for the whole instance. */
    INSTANCE,
    /** One step at a time for each chat; events without a chat wait for nothing but each other. */
    CHAT,
    /** No order: up to {@code concurrency} steps at once. */
    NONE
}
