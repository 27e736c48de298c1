/** The clock and the timers, handed to every part by constructor so that a test can move them. */
@org.jspecify.annotations.NullMarked
package dev.angarium.time;
