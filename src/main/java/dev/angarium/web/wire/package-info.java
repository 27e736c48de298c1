/**
 * HTTP/1.1 as a client writes and reads it, on one connection with one exchange at a time: what the guarded client
 * stands on. Vert.x' own HTTP client costs more than all else in a delivery together; of Vert.x this keeps the NetClient
 * (connecting, TLS, closing) and takes the bytes from the channel.
 *
 * <p>What {@link dev.angarium.web.wire.AnswerParser} accepts: HTTP/1.0 and HTTP/1.1, three digits of status with or
 * without a reason, lines that end in CRLF or, in the head, in LF alone; header names of token characters; bodies by
 * Content-Length (repeated only where it says the same), by {@code Transfer-Encoding: chunked} with extensions and
 * trailers, or up to the end of the connection; interim answers (1xx), which are read over. What it refuses: anything
 * else before the first line, another protocol, 101, folded lines, space before a colon, CR or NUL inside a line, a
 * head, or head and trailers together, over the limit, lengths that are no number or disagree, any other transfer
 * encoding, chunk sizes over 15 digits, chunk extensions over 256 bytes, chunk lines that do not end in CRLF. Where both
 * a length and chunks are told, the chunks count and the connection ends. What is wrong after the head does not take the
 * status back: the body broke off there. Nothing is read for the status 204 and 304 or
 * an answer to HEAD.
 *
 * <p>Of a body the first bytes are kept as asked; the rest is read and dropped up to a limit, to keep the connection,
 * then cut. Every outcome depends on the bytes alone, not on how they were split into packets. A connection is used
 * again only where the answer ended by its own framing, said nothing of closing, left no byte over, and the request had
 * been written whole.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.web.wire;
