/** Anything that speaks JSON and wants its events in the log: a few fields are understood, the rest is kept as it came. */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.generic;
