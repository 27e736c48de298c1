/**
 * The log: appends batches in one statement, reads by range, keeps partitions ahead and drops old ones.
 *
 * <p>How a batch is written, and why it is right:
 *
 * <ul>
 *   <li>{@link dev.angarium.eventlog.PgEventLog} locks the owner rows of the batch's partitions FOR SHARE, in
 *       partition order, where the epoch still fits. A claim raises the epoch by an UPDATE that waits for these locks,
 *       so a later owner's snapshots see everything an earlier one wrote, and an earlier owner writes nothing more.
 *   <li>Known keys are found by a plain look-up in the live dedupe generations. That is free of races because one
 *       statement at most is under way for an instance; the unique index is the net.
 *   <li>Numbers are proposed by the owner from memory. A row's number is its proposal less the known keys before it, so
 *       they have no gaps without a sort or a counter row.
 *   <li>What PostgreSQL refuses as data is bisected by {@link dev.angarium.eventlog.BatchWriter} down to the one event,
 *       which is written as {@code provider.unparsed} and listed in quarantine.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.eventlog;
