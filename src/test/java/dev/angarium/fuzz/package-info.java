/** Targets of Jazzer; scripts/fuzz runs them. */
@org.jspecify.annotations.NullMarked
package dev.angarium.fuzz;
