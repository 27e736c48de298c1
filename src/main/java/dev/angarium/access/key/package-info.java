/** API keys: found by their hash, kept for seconds, turned into callers. */
@org.jspecify.annotations.NullMarked
package dev.angarium.access.key;
