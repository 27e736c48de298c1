/**
 * Lanes: the ordered stream of one instance's events to one consumer. Cursors, windows, retries, breakers, parking and
 * catch-up are here; what one step does (a POST, a download, a projection) is the consumer's.
 *
 * <p>This package holds the words and the ports. {@code engine} runs lanes on one context; {@code window} knows which open
 * events may be tried now; {@code guard} what a step has to pass first; {@code progress} keeps it all in PostgreSQL.
 *
 * <p>What a failure costs. An event's attempts are for what is wrong with the event; what is wrong with the consumer must
 * not use them up, or a dead endpoint would park an event per lane before the breaker of each has counted to five. So
 * failures in a row are counted twice: by lane, which opens that lane's breaker, and over all lanes of a consumer,
 * which then counts as down until a step succeeds. Of a consumer that is down a failure uses nothing up and opens the
 * breaker of its lane at once, and an event that has failed before is held. One that has not failed yet still goes: in a
 * quiet hour a single poison event makes its consumer look down, and the others must not wait for it. An answer about
 * the event itself (a 4xx) always uses an attempt up and says nothing against the consumer; the same holds for a probe
 * once another event of the consumer succeeded since the breaker opened. What is left is the consumer with a single busy
 * lane: there its own policy decides, because nothing tells an event that is always answered 500 from an endpoint that
 * always answers 500, and whoever asks for 1 + 3 attempts in 21 seconds means it. EVENT_MAX_RETRY_ATTEMPTS is above
 * CB_MAX_FAILURES by default, so with retryPolicy "broker" such a lane is held, not parked.
 */
@org.jspecify.annotations.NullMarked
package dev.angarium.lane;
