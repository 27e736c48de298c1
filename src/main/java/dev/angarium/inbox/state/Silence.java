package dev.angarium.inbox.state;

import dev.angarium.event.InstanceRef;

/**
 * A change in whether an instance is silent against its habit.
 *
 * @param heardAt when its newest event was received before the silence, epoch milliseconds
 * @param usual milliseconds of its longest pause in the last one to two weeks
 * @param ended false: it has fallen silent; true: it speaks again
 * @param shown whether the instance's state is the silence, and not what its provider said since
 */
record Silence(InstanceRef instance, long heardAt, long usual, boolean ended, boolean shown) {}
