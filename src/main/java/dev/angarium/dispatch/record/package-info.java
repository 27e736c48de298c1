/** What deliveries leave behind, as a tenant sees it: attempts, lanes, dead letters, and the state of one event. */
@org.jspecify.annotations.NullMarked
package dev.angarium.dispatch.record;
