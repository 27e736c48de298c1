/** The broker as a real process, with real requests: shared by the fault tests and the benchmark. */
@org.jspecify.annotations.NullMarked
package dev.angarium.harness;
