/** What operators and tests ask of this node's buffers: how full they are, and that they be written. */
@org.jspecify.annotations.NullMarked
package dev.angarium.sequencer.api;
