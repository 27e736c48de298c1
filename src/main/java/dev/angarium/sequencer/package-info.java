/**
 * Owns the writing of this node's instances: bounded queues, fair batches, answers after the commit.
 *
 * <p>{@link dev.angarium.sequencer.BusSink} carries drafts to the owner of their partition and tries again where there
 * is none. {@link dev.angarium.sequencer.Sequencer} lives on one Vert.x context and holds all state. Its invariants:
 *
 * <ul>
 *   <li>an instance is in one batch under way at most, and its drafts leave its queue in order of arrival;
 *   <li>two statements at most are under way, on disjoint halves of the partitions, so that they never lock one row
 *       together: PostgreSQL would have to make a multixact for each;
 *   <li>the last number of an instance is known from the log under the epoch in force, or not at all;
 *   <li>an answer of 2xx follows a commit; 503 follows no attempt, or one that was rolled back; what is neither is tried
 *       again under a new epoch, where the keys tell what became of it, or is answered 504.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.sequencer;
