/** The load generator, the sink and the report of {@code bench/run}. Not a test: it is started by hand. */
@org.jspecify.annotations.NullMarked
package dev.angarium.bench;
