/**
 * The HTTP server: assembly, limits before reading, deadlines on connections, routes by template, problem+json,
 * correlation. Knows nothing of tenants, keys or the pipeline.
 *
 * <p>HTTP/2 is off, over TLS and in clear: no caller needs it (providers and gateways post small bodies over kept-alive
 * HTTP/1.1), and without it rapid resets and CONTINUATION floods have no surface. Request bodies are never
 * decompressed.
 *
 * <p>Deadlines are swept twice a second over a loop's connections instead of one timer a request: a timer costs more
 * than the rest of the bookkeeping.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.web;
