/** The packaged node as its users meet it: over HTTP alone, with real providers' payloads and real subscribers. */
@org.jspecify.annotations.NullMarked
package dev.angarium.node;
