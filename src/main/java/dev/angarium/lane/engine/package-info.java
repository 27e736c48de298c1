/**
 * The lane engine. Everything here belongs to one Vert.x context; nothing is locked.
 *
 * <p>What may look wrong and is not: a lane that waits keeps only the numbers of its events once memory is tight, and
 * reads them again; a caught-up lane stays in memory as its own cursor cache until there are too many; a lane that ended
 * stays until its last step and its last write are done, so that its successor never runs beside it; an ambiguous flush
 * is simply repeated, because cursors only rise and dead letters have ids.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.lane.engine;
