/**
 * How a webhook proves where it comes from: one scheme a connection, as configured, never guessed from the request.
 * Checked on the raw bytes, before any parsing, in constant time.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.signature;
