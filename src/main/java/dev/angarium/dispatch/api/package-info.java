/**
 * What tenants ask of deliveries and of the log: test and replay, the delivery log, lanes, dead letters, jobs, and events
 * with their long poll. Each operation reads its call, says all that is wrong with it at once, and asks a store.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.dispatch.api;
