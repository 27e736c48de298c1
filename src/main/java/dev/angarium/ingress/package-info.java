/**
 * A provider's request becomes drafts; it is answered once each of them is settled.
 *
 * <p>{@link dev.angarium.ingress.Arrival} tells the story: find the connection, check the signature on the raw bytes,
 * read, number at the sink, answer. Over a connection's own address the connection is found before the body is read, and
 * its limits hold from the first byte; over a provider's fixed route the body has to name the account first, and what it
 * names is only believed once the signature is right.
 *
 * <p>The answer to trouble of ours is always 503 or 504: some providers never come back after any other refusal.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.ingress;
