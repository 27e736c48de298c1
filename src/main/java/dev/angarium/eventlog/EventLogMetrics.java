package dev.angarium.eventlog;

/** What the log has to tell. Called on whatever context it happened. */
public interface EventLogMetrics {
    EventLogMetrics NONE = new EventLogMetrics() {};

    /** One statement that committed. */
    default void written(int rows, long nanos) {}

    /** A batch that PostgreSQL refused for its data and that was cut in two. */
    default void bisected(int rows) {}

    /** An event kept as {@code provider.unparsed} because PostgreSQL refused it. */
    default void quarantined() {}

    /** A write met a day without a partition: the job that makes them ahead has not run. An alarm. */
    default void partitionMissing() {}

    /** Whether partitions could be made ahead; false is an alarm. */
    default void partitionsAhead(boolean made) {}

    /** A partition of the log went, with its events. */
    default void partitionDropped() {}

    /** The next dedupe generation began. */
    default void dedupeRotated() {}
}
