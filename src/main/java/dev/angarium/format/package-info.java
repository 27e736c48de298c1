/**
 * A committed event to the bytes of a delivery. Pure: the bytes depend on the event alone, so a retry and a replay send
 * what the first attempt sent, and one signature of them stays right.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.format;
