/** The fault runs: a broker is broken under load, healed, and held against the history checker. */
@org.jspecify.annotations.NullMarked
package dev.angarium.faults;
