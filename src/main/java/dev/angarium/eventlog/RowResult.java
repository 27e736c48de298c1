package dev.angarium.eventlog;

import dev.angarium.event.Event;
import dev.angarium.event.EventId;

/** What became of one row of a batch. */
public sealed interface RowResult {
    /** Nothing was written because the partition has another owner by now. */
    RowResult FENCED = new Fenced();

    /** Nothing was written because a number or key is taken: what memory knows of the instance is stale. */
    RowResult STALE = new Stale();

    /** Nothing was written, for sure: there was no connection, or PostgreSQL could not and rolled back. */
    RowResult AWAY = new Away();

    /** The connection broke while the statement was under way: written or not, nobody knows. */
    RowResult LOST = new Lost();

    /** False where the same row is to be written again by this owner. */
    default boolean isSettled() {
        return true;
    }

    /** In the log. The event differs from its draft where PostgreSQL refused that: see quarantine. */
    record Committed(Event event) implements RowResult {}

    /**
     * The key was known.
     *
     * @param first the event that has it
     * @param fingerprint of that event's content
     */
    record Duplicate(EventId first, int fingerprint) implements RowResult {}

    /** See {@link #FENCED}. */
    record Fenced() implements RowResult {}

    /** See {@link #STALE}. */
    record Stale() implements RowResult {
        @Override
        public boolean isSettled() {
            return false;
        }
    }

    /** See {@link #AWAY}. */
    record Away() implements RowResult {
        @Override
        public boolean isSettled() {
            return false;
        }
    }

    /** See {@link #LOST}. */
    record Lost() implements RowResult {
        @Override
        public boolean isSettled() {
            return false;
        }
    }
}
