/**
 * Lanes: the ordered stream of one instance's events to one consumer. Cursors, windows, retries, breakers, parking and
 * catch-up are here; what one step does (a POST, a download, a projection) is the consumer's.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.lane;
