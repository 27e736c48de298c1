/**
 * WhatsApp Web messages in the shape of Baileys, which Evolution passes on and whatsmeow nearly shares: content with its
 * wrappers, edits and revocations inside protocol messages, placeholders, receipts.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.baileys;
