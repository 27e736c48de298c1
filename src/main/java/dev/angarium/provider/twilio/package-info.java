/** Twilio's WhatsApp webhooks. */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.twilio;
