/**
 * What stands between a lane and its next step: breaker, slots and probes of an endpoint, pace, retry schedule, memory.
 *
 * <p>The breaker is vertx-circuit-breaker's state machine, used in two unusual ways. Its timer is a Vert.x timer, so it
 * is handed a Vertx of which only the timers work, and those are {@link dev.angarium.time.Time}'s: a test moves it. And
 * consecutive failures are one number here, not its rolling window: the window reserves a slot for every second it is
 * long, 32 KB for each failing lane where it has to outlast five delays of 15 minutes. Calls do not run through
 * {@code execute}: that would end a step at the breaker's time-out while its request is still under way, and the next
 * step would run beside it. A step's own deadline ends it.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.lane.guard;
