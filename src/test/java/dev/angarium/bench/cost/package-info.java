/** Microbenchmarks (JMH) of pure work; bench/cost runs them. */
@org.jspecify.annotations.NullMarked
package dev.angarium.bench.cost;
