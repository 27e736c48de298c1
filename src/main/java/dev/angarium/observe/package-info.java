/** What an operator sees of a node: health checks and the watch over the event loops. */
@org.jspecify.annotations.NullMarked
package dev.angarium.observe;
