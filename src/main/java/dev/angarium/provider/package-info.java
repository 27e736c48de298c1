/**
 * Pure translation of what providers send: verify ({@code provider.signature}), read ({@code provider.meta},
 * {@code provider.evolution}, …), normalise ({@code provider.data}). No I/O, no clock, no Vert.x: a webhook goes in with
 * the time of its arrival, events come out.
 *
 * <p>A new provider is one package with one {@link dev.angarium.provider.Reader} and one line in
 * {@code provider.registry.Readers}; Baileys-shaped content is shared in {@code provider.baileys}.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider;
