/** The HTTP broker's envelope, MESSAGE_INBOUND, and what Baileys itself sends where that is allowed. */
@org.jspecify.annotations.NullMarked
package dev.angarium.provider.broker;
