/**
 * Read models made from the log, each by lanes of its own: what a projection is, and how lanes serve one. A step that
 * fails is tried again after 2, 4 and 8 seconds, then parked; while the database is away nothing is parked.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.inbox;
