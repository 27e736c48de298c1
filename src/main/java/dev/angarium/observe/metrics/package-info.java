/**
 * The table of all metrics and the typed facades that fill it.
 *
 * <p>They sit directly on the Prometheus client, not on Micrometer's meters: Micrometer rewrites names by their unit
 * ({@code request_latency_ms} would become {@code request_latency_ms_milliseconds}) and shows no family before its
 * first sample. Only the JVM's own families come from Micrometer's binders.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.observe.metrics;
