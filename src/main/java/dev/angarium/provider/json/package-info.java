/**
 * Hostile JSON, read once: a small immutable tree that knows where each value lies in the source, so that a part can be
 * kept as the provider sent it; a scanner that finds one field without reading the rest; a writer that splices. Nothing
 * here throws on any input, and every dimension of a document has a limit.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.json;
