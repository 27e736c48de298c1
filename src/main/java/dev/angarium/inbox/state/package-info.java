/** Whether instances are connected, as their providers said last. */
@org.jspecify.annotations.NullMarked
package dev.angarium.inbox.state;
