/**
 * The API's machinery: the OpenAPI document is the router's source; a call is signed in, counted, permitted, and, where
 * it changes something, answered once for its Idempotency-Key. What an operation does is an {@link
 * dev.angarium.access.api.Operation}, named by its operationId.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.access.api;
