/**
 * Evolution API, versions 1 and 2: {event, instance, data, date_time, sender, apikey}, where data is an object, an array,
 * an array of strings, or null; the event's name may come as {@code messages.upsert}, as {@code MESSAGES_UPSERT}, or as
 * the last segment of the path. {@code date_time} is local time with a false Z: it tells two notifications apart, and is
 * never taken for a time.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.evolution;
