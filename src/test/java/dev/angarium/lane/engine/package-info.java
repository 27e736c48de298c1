/** A small world for lanes: a log, a store, subscribers and time, all in memory and moved by the test. */
@org.jspecify.annotations.NullMarked
package dev.angarium.lane.engine;
