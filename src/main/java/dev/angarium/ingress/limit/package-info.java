/** What a node gives to webhooks at most: bytes in memory, shares of them, worker threads, waits for the directory. */
@org.jspecify.annotations.NullMarked
package dev.angarium.ingress.limit;
