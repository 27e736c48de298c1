/**
 * The normalised {@code data} of events, in one place: where and who ({@code Origin}), what ({@code Content} and its
 * {@code Part}s), times, phone numbers, WhatsApp ids. Readers fill these; nobody else knows the field names of a message.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.data;
