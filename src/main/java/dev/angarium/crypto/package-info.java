/**
 * Digests, message authentication, encryption at rest, made secrets, masked secrets. Pure: randomness and keys come by
 * constructor, expected failures are values, nothing here logs.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.crypto;
