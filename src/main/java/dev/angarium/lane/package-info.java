/**
 * Lanes: the ordered stream of one instance's events to one consumer. Cursors, windows, retries, breakers, parking and
 * catch-up are here; what one step does (a POST, a download, a projection) is the consumer's.
 *
 * <p>This package holds the words and the ports. {@code engine} runs lanes on one context; {@code window} knows which open
 * events may be tried now; {@code guard} what a step has to pass first; {@code progress} keeps it all in PostgreSQL.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.lane;
