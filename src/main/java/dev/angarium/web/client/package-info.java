/**
 * The one way out: an HTTP client that reaches only public addresses, exactly those that were checked, and that no peer
 * can hold, flood or redirect.
 *
 * <p>HTTP/1.1 only. A connection is pooled under the checked address together with the host's name, so a name that
 * begins to resolve elsewhere gets a connection of its own, checked again. Connections are cut at the channel: Vert.x'
 * own close waits for what is still to be written, which with a peer that does not read is forever.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.web.client;
