/**
 * The one way out: an HTTP client that reaches only public addresses, exactly those that were checked, and that no peer
 * can hold, flood or redirect.
 *
 * <p>HTTP/1.1 only, on the connections of {@link dev.angarium.web.wire}. All that a request needs lives on one event loop:
 * a pool for each endpoint, with connections and waiters bounded, and one coarse timer for every deadline. A connection
 * remembers the checked address it leads to and is used only while the host's name leads there: a name that begins to
 * resolve elsewhere gets a connection of its own, checked again. A request is connected again only while not a byte of
 * it has been written.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.web.client;
