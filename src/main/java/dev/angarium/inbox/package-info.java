/** Read models made from the log, each by a lane of its own: the simple messages, and the states of instances. */
@org.jspecify.annotations.NullMarked
package dev.angarium.inbox;
