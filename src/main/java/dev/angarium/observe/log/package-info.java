/**
 * JSON log lines made of constant sentences and typed fields. There is no way to put a phone number, a text or a token
 * into one of our lines: the sentence must be a compile-time constant and {@link dev.angarium.observe.log.Fields} has
 * no free-form entry. Lines of libraries are masked.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.observe.log;
