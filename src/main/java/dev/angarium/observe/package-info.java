/** What an operator sees of a node: health checks, the watch over event loops and over SQL. */
@org.jspecify.annotations.NullMarked
package dev.angarium.observe;
