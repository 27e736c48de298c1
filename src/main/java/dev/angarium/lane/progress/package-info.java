/** The progress of lanes in PostgreSQL: one fenced statement writes cursors, attempts and dead letters together. */
@org.jspecify.annotations.NullMarked
package dev.angarium.lane.progress;
