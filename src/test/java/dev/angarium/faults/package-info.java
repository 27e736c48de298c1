/** The history checker and the fault runs: what a broker promised, and whether it kept it. */
@org.jspecify.annotations.NullMarked
package dev.angarium.faults;
