/**
 * Meta's Cloud API: {@code entry[]×changes[]×(messages[]+statuses[]+calls[]+message_echoes[])}, each one event, in the
 * order of the body. What a change tells beside those is kept as {@code provider.<field>}.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.meta;
